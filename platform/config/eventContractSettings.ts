import { optional, secret, setting } from './setting.ts';
import { oneOf, text, url } from './settingTypes.ts';

/** How payloads of events are written, and how the personal data in them is protected. */
export const eventContractSettings = {
  eventEncoding: setting(
    'EVENT_ENCODING',
    oneOf('json', 'avro'),
    'json',
    "How payloads lie in Kafka: `json`, or `avro` in Confluent's wire format.",
  ),
  schemaRegistryUrl: secret(
    'SCHEMA_REGISTRY_URL',
    url('http:', 'https:'),
    "Schema registry with Confluent's interface, e.g. http://registry:8080/apis/ccompat/v7, for `EVENT_ENCODING=avro`. Without it the ids of schemas come from the schemas themselves.",
  ),
  masterKeysFile: optional(
    'MASTER_KEYS_FILE',
    text('a path of a file'),
    'Keys that wrap the data keys of personal data in events, one per line as name:32 bytes in base64url; the first one wraps, all of them unwrap. Without it, one in the data folder.',
  ),
  keysDatabaseUrl: secret(
    'KEYS_DATABASE_URL',
    url('postgres:', 'postgresql:'),
    'Database of the data keys, as its owner; one for all subgraphs. Without it a database on the common server is used.',
  ),
};
