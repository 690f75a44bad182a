import { readFile } from 'node:fs/promises';
import type { Config } from '#platform/config/loadConfig.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import type { Logger } from '#platform/logs/logger.ts';
import type { EventLog } from './eventLog.ts';
import type { KafkaConnection } from './kafka/kafkaSettings.ts';

/** Which log to open. */
export interface EventLogChoice {
  /** What the settings say about the log. */
  readonly config: Config;
  /** Gives the embedded log's own database, if that is what the settings name. */
  connectionString(): Promise<string>;
  /** Topics that are made now, so that the first reader of each need not wait for it. */
  readonly topics?: readonly string[];
  readonly logger: Logger;
}

/**
 * Opens the event log that the configuration names.
 * @throws CodedError EVENT_LOG_UNAVAILABLE, SCHEMA_REGISTRY_UNAVAILABLE, SCHEMA_INCOMPATIBLE, CONFIG_INVALID
 */
export async function openEventLog({ topics = [], ...choice }: EventLogChoice): Promise<EventLog> {
  const log = await open(choice);
  try {
    await log.end(topics);
    return log;
  } catch (error) {
    await log.close();
    throw error;
  }
}

async function open({ config, connectionString, logger }: EventLogChoice): Promise<EventLog> {
  const retentionDays = config.eventRetentionDays;
  // Each log's libraries are many modules, of which a process needs those of one log at most.
  switch (config.eventLog) {
    case 'embedded': {
      const { createEmbeddedEventLog } = await import('./embedded/createEmbeddedEventLog.ts');
      return createEmbeddedEventLog({ connectionString: await connectionString(), retentionDays, logger });
    }
    case 'kafka': {
      const { createKafkaEventLog } = await import('./kafka/createKafkaEventLog.ts');
      const { openValueCodec } = await import('./kafka/openValueCodec.ts');
      return createKafkaEventLog({
        connection: await kafkaConnection(config),
        codec: await openValueCodec({ encoding: config.eventEncoding, registryUrl: config.schemaRegistryUrl }),
        prefix: config.kafkaPrefix,
        topicDefaults: {
          partitions: config.kafkaTopicPartitions,
          replication: config.kafkaReplication,
          retentionDays,
          compacted: config.kafkaCompactedTopics?.split(',') ?? [],
        },
        logger,
      });
    }
  }
}

async function kafkaConnection(config: Config): Promise<KafkaConnection> {
  const { kafkaSaslMechanism: mechanism, kafkaSaslUsername: username, kafkaSaslPassword: password } = config;
  if (mechanism && (username === undefined || password === undefined)) {
    throw new CodedError('CONFIG_INVALID', {
      message: 'KAFKA_SASL_MECHANISM needs KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD.',
    });
  }
  return {
    brokers: config.kafkaBrokers.split(','),
    ...(mechanism && { sasl: { mechanism, username: username!, password: password! } }),
    ...(config.kafkaTls === 'on' && { tls: await tls(config) }),
  };
}

async function tls(config: Config): Promise<NonNullable<KafkaConnection['tls']>> {
  const files = {
    ca: ['KAFKA_TLS_CA_FILE', config.kafkaTlsCaFile],
    cert: ['KAFKA_TLS_CERT_FILE', config.kafkaTlsCertFile],
    key: ['KAFKA_TLS_KEY_FILE', config.kafkaTlsKeyFile],
  } as const;
  const texts: Record<string, string> = {};
  for (const [name, [setting, file]] of Object.entries(files)) {
    if (file === undefined) continue;
    texts[name] = await readFile(file, 'utf8').catch((cause: Error) => {
      throw new CodedError('CONFIG_INVALID', { message: `${setting} cannot be read: ${cause.message}`, cause });
    });
  }
  return Object.keys(texts).length === 0 ? true : texts;
}
