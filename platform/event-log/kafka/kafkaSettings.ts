/** How to reach a Kafka cluster. */
export interface KafkaConnection {
  /** `host:port` of brokers, any of which tells of the others. */
  readonly brokers: readonly string[];
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  };
  /** TLS with the system's authorities, or with the given ones (PEM), and with a client certificate if given. */
  readonly tls?: true | { readonly ca?: string; readonly cert?: string; readonly key?: string };
}

/** How topics are made that are used for the first time; those that exist stay as they are. */
export interface TopicDefaults {
  readonly partitions: number;
  /** On how many brokers each partition is kept. */
  readonly replication: number;
  /** Events are removed after this many days; 0 keeps them for ever. */
  readonly retentionDays: number;
  /** Topics that keep the newest event of each key for ever, and no more. */
  readonly compacted: readonly string[];
}
