import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Broadcast } from '#platform/broadcast/broadcast.ts';
import type { Config } from '#platform/config/loadConfig.ts';
import { fromProjectRoot } from '#platform/config/projectRoot.ts';
import { type CursorKeys, makeCursorKeys, parseCursorKeys } from '#platform/cursors/cursorKeys.ts';
import { secretFile } from '#platform/embedded/secretFile.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import type { Logger } from '#platform/logs/logger.ts';
import type { RouterOptions } from '../routerOptions.ts';

/** The part of a router's options that live streams need. */
export type LiveOptions = Pick<RouterOptions, 'cursorKeys' | 'broadcast'> &
  Pick<
    RouterOptions,
    'subscriptionsPerSocket' | 'subscriptionsPerUser' | 'subscriptionsPerTenant' | 'replayEventsPerSecond'
  >;

/**
 * What the configuration says about live streams; the same for a router alone and in the embedded start. The keys of
 * cursors are made in the data folder where no file is named. Whoever calls closes the broadcast, after the router.
 *
 * @throws CodedError CONFIG_INVALID when a file cannot be used, DATA_FOLDER_DAMAGED
 */
export async function liveOfConfig(config: Config, logger: Logger): Promise<LiveOptions> {
  return {
    cursorKeys: await cursorKeysOf(config),
    ...(config.redisUrl !== undefined && { broadcast: await redisBroadcast(config.redisUrl, logger) }),
    subscriptionsPerSocket: config.subscriptionsPerSocket,
    subscriptionsPerUser: config.subscriptionsPerUser,
    subscriptionsPerTenant: config.subscriptionsPerTenant,
    replayEventsPerSecond: config.replayEventsPerSecond,
  };
}

/** Its library is loaded by those who have a Redis only. */
async function redisBroadcast(url: string, logger: Logger): Promise<Broadcast> {
  const { createRedisBroadcast } = await import('#platform/broadcast/redisBroadcast.ts');
  return createRedisBroadcast(url, logger);
}

async function cursorKeysOf({ cursorKeysFile, dataDir }: Config): Promise<CursorKeys> {
  if (cursorKeysFile === undefined) {
    return secretFile(fromProjectRoot(join(dataDir, 'keys', 'cursor-keys')), parseCursorKeys, makeCursorKeys);
  }
  try {
    return parseCursorKeys(await readFile(fromProjectRoot(cursorKeysFile), 'utf8'));
  } catch (cause) {
    throw new CodedError('CONFIG_INVALID', {
      message: `CURSOR_KEYS_FILE names ${cursorKeysFile}, which cannot be used: ${(cause as Error).message}`,
      cause,
    });
  }
}
