import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../embedded/postgres/freePort.ts';
import { type ServiceProcess, startServiceProcess } from '../serviceProcess.ts';
import { redisProgram } from './redisProgram.ts';

/** How to start a Redis server. */
export interface RedisOptions {
  /** Its log and data. */
  readonly dataDir: string;
  /** A free port unless given. */
  readonly port?: number;
  /** Whether it ends with this process. */
  readonly withParent: boolean;
  /** Redis settings by their names in redis.conf. */
  readonly extra?: Readonly<Record<string, string>>;
}

/** A Redis server that is ready. */
export interface RunningRedis extends ServiceProcess {
  readonly port: number;
  readonly url: string;
}

/**
 * Starts redis-server without Docker, on the loopback interface, and resolves when it serves.
 * @throws CodedError SERVICE_START_FAILED that says what is missing
 */
export async function startRedis({ dataDir, withParent, extra, ...options }: RedisOptions): Promise<RunningRedis> {
  const program = await redisProgram();
  const port = options.port ?? (await freePort());
  await mkdir(dataDir, { recursive: true });
  const settings = { port: String(port), bind: '127.0.0.1', dir: dataDir, save: '', daemonize: 'no', ...extra };
  const started = await startServiceProcess({
    name: 'Redis',
    command: program,
    args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
    logFile: join(dataDir, 'redis.log'),
    ready: /Ready to accept connections/,
    readyWithinMs: 60_000,
    withParent,
  });
  return { ...started, port, url: `redis://127.0.0.1:${port}` };
}
