import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { databasePasswords } from '#platform/embedded/databasePasswords.ts';
import { ownDatabase } from '#platform/embedded/ownDatabase.ts';
import type { TestPlatform } from '../platform.ts';

/** Another router of a platform, in a process of its own. */
export interface RouterReplica {
  /** E.g. `http://127.0.0.1:4711`. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** SIGKILL: nobody gets a goodbye. Resolves when it is gone. */
  kill(): Promise<void>;
}

/**
 * Starts `router/main.ts` on the subgraphs, the issuer, the event log and the keys of a platform.
 * @param port 0 for a free one
 * @param more settings besides
 * @param nodeFlags for Node itself, e.g. to profile
 */
export async function startRouterReplica(
  platform: TestPlatform,
  port = 0,
  more: Readonly<Record<string, string>> = {},
  nodeFlags: readonly string[] = [],
): Promise<RouterReplica> {
  const { dataDir, databasePrefix, databaseServerUrl, issuerUrl, settings } = platform;
  const passwordOf = await databasePasswords(dataDir);
  const env = {
    PATH: process.env.PATH,
    ...settings,
    ...more,
    PORT: String(port),
    SUPERGRAPH_FILE: await supergraphOf(platform),
    OIDC_ISSUER: issuerUrl,
    EVENT_LOG_DATABASE_URL: await ownDatabase(
      databaseServerUrl,
      `${databasePrefix}event_log`,
      passwordOf('event_log/owner'),
    ),
    CONTEXT_PRIVATE_KEY_FILE: join(dataDir, 'keys', 'context-private.pem'),
    CURSOR_KEYS_FILE: join(dataDir, 'keys', 'cursor-keys'),
  };
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...nodeFlags, 'router/main.ts'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  const url = await readyUrl(child.stdout);
  // What comes afterwards is read and dropped, so that the process never waits for a full pipe.
  child.stdout.resume();
  return {
    url,
    port: Number(new URL(url).port),
    pid: child.pid!,
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

async function readyUrl(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const { msg, url } = JSON.parse(line);
    if (msg === 'router is ready') return url.replace('/graphql', '');
  }
  throw new Error('the router did not start');
}

/** The supergraph with the addresses at which the platform's subgraphs really are. */
async function supergraphOf({ dataDir, subgraphs }: TestPlatform): Promise<string> {
  const file = join(dataDir, 'supergraph.graphql');
  let text = await readFile('schema/generated/supergraph.graphql', 'utf8');
  for (const { name, url } of subgraphs) {
    text = text.replace(new RegExp(`(join__graph\\(name: "${name}", url: )"[^"]*"`), `$1"${url}"`);
  }
  await writeFile(file, text);
  return file;
}
