import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { loadConfig } from '#platform/config/loadConfig.ts';
import { createCursorSealer } from '#platform/cursors/cursorSealer.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { liveOfConfig } from './liveOfConfig.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'live-config-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const owner = { tenantId: '01890000-0000-7000-8000-00000000ac3e', userId: '01890000-0000-7000-8000-0000000000ad' };
const vector = { 'lead.created': { 0: '3' } };

test('keys are made once, for their owner only, and hold for every router on the folder', async () => {
  const config = { ...loadConfig({}), dataDir: folder };
  const [one, other] = [await liveOfConfig(config, nullLogger), await liveOfConfig(config, nullLogger)];
  const cursor = createCursorSealer(one.cursorKeys!).cursor(owner, vector);
  expect(createCursorSealer(other.cursorKeys!).open(cursor, owner, 'lead.created')).toEqual({ vector });
  expect((await stat(join(folder, 'keys', 'cursor-keys'))).mode & 0o777).toBe(0o600);
  expect(one).toMatchObject({ subscriptionsPerSocket: 100, replayEventsPerSecond: 2_000 });
  expect(one.broadcast).toBeUndefined();
});

test('a named file is used as it is, and named when it cannot be', async () => {
  const made = await readFile(join(folder, 'keys', 'cursor-keys'), 'utf8');
  const file = join(folder, 'own-keys');
  await writeFile(file, made);
  const config = { ...loadConfig({}), dataDir: join(folder, 'elsewhere'), cursorKeysFile: file };
  expect((await liveOfConfig(config, nullLogger)).cursorKeys).toHaveLength(1);
  await writeFile(file, `${made}nonsense\n`);
  await expect(liveOfConfig(config, nullLogger)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringMatching(/CURSOR_KEYS_FILE.*Line 2/),
  });
});
