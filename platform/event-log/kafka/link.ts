import { AssignerProtocol, Kafka, logLevel } from 'kafkajs';
import type { Logger } from '#platform/logs/logger.ts';
import type { KafkaConnection } from './kafkaSettings.ts';
import type { KafkaCluster } from './protocol.ts';
import { quietRequestQueue } from './quietRequestQueue.ts';
import { createSockets } from './sockets.ts';

quietRequestQueue();

/**
 * One user's connections to the cluster: a fetch that waits for events holds up what comes after it on the same
 * connection, so readers, members and the rest have a link each.
 *
 * A link is `idle`, then `connected`; after any failure its user calls `reset`, which destroys everything and makes it
 * `idle` again, so that no state of a broken connection is ever gone on with.
 */
export interface KafkaLink {
  /** The connected cluster; connects when there is none. */
  cluster(): Promise<KafkaCluster>;
  /** Drops all connections; what waits on them fails. */
  reset(): void;
  /**
   * A kafkajs client whose connections `reset` cuts too; for producers. Its user resets the link when a request timed
   * out: kafkajs would send the next one on the same connection, dead as it is.
   */
  client(): Kafka;
}

const connectionTimeoutMs = 3_000;
/** Longer than any wait for events, and so short that a healed network is used again within 10 s. */
const requestTimeoutMs = 4_000;
/** The longest pause between tries to connect, for the same reason. */
export const longestPauseMs = 2_000;

/** @param name as brokers see this client in their logs and quotas */
export function createLink(connection: KafkaConnection, name: string, logger: Logger): KafkaLink {
  let sockets = createSockets();
  let connecting: Promise<KafkaCluster> | undefined;

  const client = () =>
    new Kafka({
      clientId: name,
      brokers: [...connection.brokers],
      connectionTimeout: connectionTimeoutMs,
      authenticationTimeout: connectionTimeoutMs,
      requestTimeout: requestTimeoutMs,
      // Enough to ask every named broker once; going on after that is our users' matter, with their own back-off.
      retry: { retries: connection.brokers.length, initialRetryTime: 50, maxRetryTime: 500 },
      socketFactory: sockets.factory,
      logLevel: logLevel.WARN,
      logCreator: () => (entry) => logger.debug({ kafka: entry.log }, entry.log.message),
      ...(connection.tls && { ssl: connection.tls }),
      ...(connection.sasl && { sasl: connection.sasl as never }),
    });

  return {
    client,
    cluster() {
      if (connecting) return connecting;
      const own = sockets;
      const cluster = clusterOf(client(), own.cut);
      const mine = cluster.connect().then(() => cluster);
      connecting = mine;
      mine.catch(() => {
        if (connecting === mine) connecting = undefined;
      });
      return mine;
    },
    reset() {
      connecting = undefined;
      const old = sockets;
      sockets = createSockets();
      old.cut();
    },
  };
}

/** Kafka's own name for the kind of assignment that our members speak of among each other. */
const assigner = { name: 'inopsio', version: 1 };

/**
 * The cluster behind a client. kafkajs hands it to partition assigners, which is the one public way to it; the consumer
 * that is made here never connects.
 *
 * @param onTimeout called when a request of the cluster has timed out
 */
function clusterOf(client: Kafka, onTimeout: () => void): KafkaCluster {
  let cluster: KafkaCluster | undefined;
  const consumer = client.consumer({
    groupId: 'none',
    allowAutoTopicCreation: false,
    partitionAssigners: [
      (given) => {
        cluster = given.cluster as unknown as KafkaCluster;
        return {
          ...assigner,
          assign: async () => [],
          protocol: ({ topics }) => ({
            name: assigner.name,
            metadata: AssignerProtocol.MemberMetadata.encode({ version: 1, topics, userData: Buffer.alloc(0) }),
          }),
        };
      },
    ],
  });
  consumer.on(consumer.events.REQUEST_TIMEOUT, onTimeout);
  return cluster!;
}
