import { cp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startEmbeddedPostgres } from './startEmbeddedPostgres.ts';
import { freshDataDir, removeFolders } from './testing/folder.ts';

let sound: string;

beforeAll(async () => {
  sound = await freshDataDir();
  const server = await startEmbeddedPostgres({ dataDir: sound, port: 0, durable: false });
  await server.stop();
});

afterAll(removeFolders);

const damages: Record<string, (cluster: string) => Promise<void>> = {
  'another version': (cluster) => writeFile(join(cluster, 'PG_VERSION'), '17\n'),
  'no version': (cluster) => rm(join(cluster, 'PG_VERSION')),
  'no password': (cluster) => rm(join(cluster, 'superuser.password')),
  'empty control file': (cluster) => truncate(join(cluster, 'global/pg_control'), 0),
  'overwritten control file': (cluster) => writeFile(join(cluster, 'global/pg_control'), 'x'.repeat(8192)),
  'no write-ahead log': (cluster) => rm(join(cluster, 'pg_wal'), { recursive: true }),
  'empty catalogue': async (cluster) => {
    const base = join(cluster, 'base');
    for (const database of await readdir(base)) {
      for (const file of await readdir(join(base, database))) await truncate(join(base, database, file), 0);
    }
  },
  'only one stray file': async (cluster) => {
    for (const name of await readdir(cluster)) await rm(join(cluster, name), { recursive: true });
    await writeFile(join(cluster, 'stray'), '');
  },
};

test.each(Object.entries(damages))('names the folder and the way out: %s', async (_name, damage) => {
  const dataDir = await freshDataDir();
  await cp(sound, dataDir, { recursive: true });
  const cluster = join(dataDir, 'cluster');
  await damage(cluster);
  await expect(startEmbeddedPostgres({ dataDir, port: 0, durable: false })).rejects.toMatchObject({
    code: 'EMBEDDED_POSTGRES_DAMAGED',
    message: expect.stringMatching(new RegExp(`^The data folder ${cluster} .*move it away to start with an empty one`)),
    details: { folder: cluster },
  });
});
