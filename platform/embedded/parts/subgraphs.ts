import type { Part } from '../part.ts';
import { loopback } from './loopback.ts';

/** The subgraphs of supergraph.yaml, all at once. */
export const subgraphs: Part = {
  name: 'subgraphs',
  async start(state) {
    const { config, modules, databases, eventLog, personalData, contextKeys, loggerOf, subgraphExtras } = state;
    const [{ startSubgraph }, definitions] = await Promise.all([modules.value.kit, modules.value.subgraphs]);
    const starts = await Promise.allSettled(
      config.subgraphs.map(({ name, port }, index) =>
        startSubgraph(definitions[index]!, {
          ...subgraphExtras,
          ...databases.value.get(name)!,
          eventLog: eventLog.value,
          personalData: personalData.value,
          contextPublicKey: contextKeys.value.publicKey,
          logger: loggerOf(`subgraph.${name}`),
          outboxAlarmMs: config.outboxAlarmSeconds * 1_000,
          // A compacted topic keeps some events for ever.
          eventRetentionDays: config.kafkaCompactedTopics === undefined ? config.eventRetentionDays : 0,
          // Only the router of this process asks them, so they stay on this machine whatever HOST says.
          host: loopback,
          port,
        }),
      ),
    );
    const running = starts.filter((start) => start.status === 'fulfilled').map(({ value }) => value);
    const stop = async () => void (await Promise.all(running.map((subgraph) => subgraph.close())));
    const failed = starts.find((start) => start.status === 'rejected');
    if (failed !== undefined) {
      await stop();
      throw failed.reason;
    }
    state.subgraphs.value = running.map(({ name, graphqlUrl }) => ({ name, url: graphqlUrl }));
    return stop;
  },
};
