import { execFile } from 'node:child_process';
import { chmod, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from '@jest/globals';
import { serverAccount } from './serverAccount.ts';
import { startEmbeddedPostgres } from './startEmbeddedPostgres.ts';
import { freshDataDir, removeFolders } from './testing/folder.ts';
import { query } from './testing/query.ts';

afterAll(removeFolders);

/** What holds for a folder of somebody else depends on who runs the tests; each is a promise of its own. */
const forRoot = async () => {
  const dataDir = await freshDataDir();
  const first = await startEmbeddedPostgres({ dataDir, port: 0, durable: false });
  await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  await first.stop();
  await promisify(execFile)('chown', ['-R', '65534:65534', dataDir]);
  await chmod(dirname(dataDir), 0o711);

  const second = await startEmbeddedPostgres({ dataDir, port: 0, durable: false });
  expect(await query(second.url, 'TABLE kept')).toEqual([{ answer: 42 }]);
  expect((await stat(join(dataDir, 'cluster/postmaster.pid'))).uid).toBe(65534);
  await second.stop();
};

const forOthers = async () => {
  await expect(serverAccount('/')).rejects.toMatchObject({
    code: 'EMBEDDED_POSTGRES_DAMAGED',
    message: expect.stringContaining('belongs to user 0'),
  });
};

test(
  process.getuid?.() === 0 ? 'root runs the server as the owner of its folder' : 'refuses the folder of another user',
  process.getuid?.() === 0 ? forRoot : forOthers,
);

test('a folder that does not exist gets an account that is not root within', async () => {
  const account = await serverAccount(await freshDataDir());
  expect(account.kind === 'self').toBe(process.getuid?.() !== 0);
});
