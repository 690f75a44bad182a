import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { openStore } from '#kit/tenancy/openStore.ts';
import { prepareDatabase } from '#kit/tenancy/prepareDatabase.ts';
import type { Store } from '#kit/tenancy/store.ts';
import { clearPersonalData } from '#kit/testkit/clearPersonalData.ts';
import { startEmbeddedPostgres } from '#platform/embedded/postgres/startEmbeddedPostgres.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { workflow } from '#subgraphs/workflow/index.ts';
import { tryModel } from '#subgraphs/workflow/try/tryModel.ts';

/**
 * `npm run workflow:try -- DIR`: deploys every BPMN file of a folder for a throw-away tenant on a PostgreSQL of its
 * own, plays each executable process and prints a line per model. Ends with 0 when every model got its line.
 */
async function main(directory: string | undefined): Promise<void> {
  if (directory === undefined) throw new Error('Name a folder with BPMN files: npm run workflow:try -- DIR');
  const files = (await readdir(directory)).filter((name) => /\.(bpmn|bpmn20|bpmn2)(\.xml)?$/i.test(name)).sort();
  if (files.length === 0) throw new Error(`There is no BPMN file in ${directory}.`);
  await withStore(async (store) => {
    const tenantId = uuidv7();
    await store.provision(tenantId);
    for (const file of files) {
      const xml = await readFile(join(directory, file), 'utf8');
      const { verdict, detail } = await tryModel(store, tenantId, basename(file).slice(0, 100), xml);
      console.log(`${file}: ${verdict}: ${detail}`);
    }
  });
}

async function withStore(work: (store: Store) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'workflow-try-'));
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), port: 0, durable: false });
  const clean = async (): Promise<void> => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void clean().finally(() => process.exit(130)));
  }
  try {
    const passwords = { ownerPassword: randomBytes(18).toString('hex'), appPassword: randomBytes(18).toString('hex') };
    const urls = await prepareDatabase({ superuserUrl: postgres.url, name: workflow.name, ...passwords });
    // A throw-away tenant has no personal data.
    const runtime = { ...urls, logger: nullLogger, personalData: clearPersonalData };
    const store = await openStore({ definition: workflow, runtime });
    try {
      await work(store);
    } finally {
      await store.close();
    }
  } finally {
    await clean();
  }
}

try {
  await main(process.argv[2]);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
