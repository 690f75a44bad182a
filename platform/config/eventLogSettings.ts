import { optional, secret, setting } from './setting.ts';
import { oneOf, text, url, wholeNumber } from './settingTypes.ts';

const topics = text('names of topics with commas between', /^[\w.-]+(,[\w.-]+)*$/);
const pemFile = text('a path of a PEM file');

/** Where events are kept: the embedded log or Kafka. */
export const eventLogSettings = {
  eventLog: setting(
    'EVENT_LOG',
    oneOf('embedded', 'kafka'),
    'embedded',
    'Event log: `embedded` keeps it on PostgreSQL, `kafka` on the cluster named by KAFKA_BROKERS.',
  ),
  eventLogUrl: secret(
    'EVENT_LOG_DATABASE_URL',
    url('postgres:', 'postgresql:'),
    'Database of the embedded event log. Without it a database on the common server is used.',
  ),
  eventRetentionDays: setting(
    'EVENT_RETENTION_DAYS',
    wholeNumber(0, 3_650),
    7,
    'After how many days events are removed, read or not; 0 keeps them for ever. In Kafka it is set on topics that are made from then on.',
  ),
  outboxAlarmSeconds: setting(
    'OUTBOX_ALARM_SECONDS',
    wholeNumber(1, 86_400),
    30,
    'When the oldest event of an outbox has waited this long for the log, it is logged and the subgraph is degraded.',
  ),

  kafkaBrokers: setting(
    'KAFKA_BROKERS',
    text('host:port pairs with commas between', /^[\w.-]+:\d{1,5}(,[\w.-]+:\d{1,5})*$/),
    '127.0.0.1:4030',
    'Some brokers of the Kafka cluster, which tell of the others.',
  ),
  kafkaPrefix: setting(
    'KAFKA_PREFIX',
    text('letters, digits, _ and - (at most 40)', /^[A-Za-z0-9][\w-]{0,39}$/),
    '',
    'Put before the names of topics and groups, so that several installations can share a cluster.',
  ),
  kafkaSaslMechanism: optional(
    'KAFKA_SASL_MECHANISM',
    oneOf('plain', 'scram-sha-256', 'scram-sha-512'),
    'How this process signs in to Kafka. Without it nobody signs in.',
  ),
  kafkaSaslUsername: optional('KAFKA_SASL_USERNAME', text('a user name'), 'User of Kafka.'),
  kafkaSaslPassword: secret('KAFKA_SASL_PASSWORD', text('a password'), 'Password of that user.'),
  kafkaTls: setting('KAFKA_TLS', oneOf('on', 'off'), 'off', 'Whether connections to Kafka are encrypted.'),
  kafkaTlsCaFile: optional(
    'KAFKA_TLS_CA_FILE',
    pemFile,
    "Certificates of the authorities that Kafka's certificates must come from. Without it, those of the system.",
  ),
  kafkaTlsCertFile: optional('KAFKA_TLS_CERT_FILE', pemFile, 'Certificate with which this process proves who it is.'),
  kafkaTlsKeyFile: optional('KAFKA_TLS_KEY_FILE', pemFile, 'Private key of that certificate.'),
  kafkaTopicPartitions: setting(
    'KAFKA_TOPIC_PARTITIONS',
    wholeNumber(1, 1_000),
    4,
    'Partitions of topics that are used for the first time. Those that exist keep theirs, and with it the partition of each key.',
  ),
  kafkaReplication: setting(
    'KAFKA_REPLICATION',
    wholeNumber(1, 9),
    1,
    'On how many brokers each partition of such a topic is kept. 3 in production, with min.insync.replicas=2 on the brokers.',
  ),
  kafkaCompactedTopics: optional(
    'KAFKA_COMPACTED_TOPICS',
    topics,
    'Topics that, when they are made, are set to keep the newest event of each key for ever and nothing else.',
  ),
};
