import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { databasePasswords } from '#platform/embedded/databasePasswords.ts';
import { ownDatabase } from '#platform/embedded/ownDatabase.ts';
import type { LiveGround } from '../../trials/live/ground/startLiveGround.ts';

/** A server of live streams in a process of its own. */
export interface LiveServer {
  readonly name: string;
  readonly port: number;
  readonly pid: number;
}

/** The router as it runs, with limits that let the load in. */
export async function startOwn(ground: LiveGround, nodeFlags: readonly string[] = []): Promise<LiveServer> {
  const limits = {
    SUBSCRIPTIONS_PER_TENANT: '100000',
    SUBSCRIPTIONS_PER_USER: '100000',
    NODE_ENV: 'production',
    OVERLOAD_PROTECTION: 'off',
  };
  const { port, pid } = await ground.router(0, { ...limits, LOG_LEVEL: 'info' }, nodeFlags);
  return { name: 'router', port, pid };
}

/** graphql-ws used plainly, over the same event log. It ends with this process. */
export function startPlain(ground: LiveGround): Promise<LiveServer> {
  return startProgram(ground, 'graphql-ws', 'plain');
}

/** Nothing but the writes, over the same event log. It ends with this process. */
export function startFloor(ground: LiveGround): Promise<LiveServer> {
  return startProgram(ground, 'floor', 'floor');
}

async function startProgram({ platform }: LiveGround, name: string, folder: string): Promise<LiveServer> {
  const { dataDir, databasePrefix, databaseServerUrl } = platform;
  const passwordOf = await databasePasswords(dataDir);
  const url = await ownDatabase(databaseServerUrl, `${databasePrefix}event_log`, passwordOf('event_log/owner'));
  const child = fork(join(import.meta.dirname, folder, 'program.ts'), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: { PATH: process.env.PATH, NODE_ENV: 'production', EVENT_LOG_DATABASE_URL: url },
  });
  const [port] = (await once(child, 'message')) as [number];
  return { name, port, pid: child.pid! };
}
