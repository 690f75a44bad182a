import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where programs that were downloaded once are kept for every checkout of this user. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'inopsio-supergraph');
}
