import { startKafka } from './kafka/startKafka.ts';
import { startRedis } from './redis/startRedis.ts';
import { startRegistry } from './registry/startRegistry.ts';

/** A service that `npm run services` starts. */
export interface ServiceDefinition {
  readonly name: string;
  /** The port that it has unless another is asked for. */
  readonly defaultPort: number;
  start(options: { dataDir: string; port: number; withParent: false }): Promise<{ pid: number }>;
  /** Settings with which the platform uses it on this port. */
  settings(port: number): Readonly<Record<string, string>>;
}

/** What the platform uses beside PostgreSQL. */
export const serviceList: readonly ServiceDefinition[] = [
  {
    name: 'kafka',
    defaultPort: 4030,
    start: startKafka,
    settings: (port) => ({ EVENT_LOG: 'kafka', KAFKA_BROKERS: `127.0.0.1:${port}` }),
  },
  {
    name: 'redis',
    defaultPort: 4040,
    start: startRedis,
    settings: (port) => ({ REDIS_URL: `redis://127.0.0.1:${port}` }),
  },
  {
    name: 'registry',
    defaultPort: 4050,
    start: startRegistry,
    settings: (port) => ({ SCHEMA_REGISTRY_URL: `http://127.0.0.1:${port}/apis/ccompat/v7` }),
  },
];
