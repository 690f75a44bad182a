/** Names of topics and groups in the cluster: ours with a prefix, so that installations can share a cluster. */
export interface TopicNames {
  inCluster(name: string): string;
  /** The topic that has this name in the cluster. */
  ours(nameInCluster: string): string;
}

/** @param prefix put before the names of topics and groups */
export function createTopicNames(prefix: string): TopicNames {
  return {
    inCluster: (name) => prefix + name,
    ours: (nameInCluster) => nameInCluster.slice(prefix.length),
  };
}
