import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { bodiesOf } from '../../../bench/router/bodies.ts';
import { benchCases } from '../../../bench/router/graph/benchCases.ts';
import { shopSupergraph } from '../../../bench/router/graph/composeShop.ts';
import { temporaryFolder } from '../ground/temporaryFolder.ts';

/** The benchmark's subgraphs in a process of their own, and what is asked of them. */
export interface ShopGround {
  readonly supergraphSdl: string;
  /** Settings of a router over them. */
  readonly settings: Readonly<Record<string, string>>;
  /** Bodies of requests. */
  readonly bodies: readonly string[];
  /** Sets how long every subgraph waits before it answers, in milliseconds. */
  delay(milliseconds: number): Promise<void>;
  close(): Promise<void>;
}

/** Starts the subgraphs. Every request is executed by itself, and the router alone decides how many are at once. */
export async function startShopGround(): Promise<ShopGround> {
  const main = join(import.meta.dirname, '../../../bench/router/subgraphs/main.ts');
  const child = spawn(process.execPath, [main], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const [port] = await once(createInterface({ input: child.stdout }), 'line');
  const origin = `http://127.0.0.1:${port}`;
  const folder = await temporaryFolder();
  const shapingFile = join(folder.path, 'shaping.yaml');
  await writeFile(shapingFile, 'all: { concurrency: 2000, queue: 10000 }');
  return {
    supergraphSdl: shopSupergraph(origin),
    settings: { SHAPING_FILE: shapingFile, REQUEST_SHARING: 'off', ANSWER_MEMO_MB: '0' },
    bodies: bodiesOf(benchCases.find(({ name }) => name === 'large')!),
    async delay(milliseconds) {
      await fetch(`${origin}/control?delay=${milliseconds}`);
    },
    async close() {
      child.kill('SIGINT');
      await Promise.all([ended, folder.remove()]);
    },
  };
}
