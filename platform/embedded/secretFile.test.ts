import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { secretFile, writeSecretFile } from './secretFile.ts';

let folder: string;
const parse = (text: string) => {
  if (!text.startsWith('secret')) throw new Error('no secret');
  return text;
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'secret-'));
});

afterEach(() => rm(folder, { recursive: true }));

describe('secretFile', () => {
  test('many who need a missing secret at once get the same one, and nothing is left beside it', async () => {
    const file = join(folder, 'keys', 'one');
    let made = 0;
    const secrets = await Promise.all(
      Array.from({ length: 10 }, () => secretFile(file, parse, () => `secret ${made++}`)),
    );
    expect(new Set(secrets).size).toBe(1);
    expect(await readdir(join(folder, 'keys'))).toEqual(['one']);
    expect(await secretFile(file, parse, () => 'secret anew')).toBe(secrets[0]);
  });

  test('only the owner can read it, also after it was written again', async () => {
    const file = join(folder, 'one');
    await secretFile(file, parse, () => 'secret');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await writeSecretFile(file, 'secret 2');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await secretFile(file, parse, () => 'secret 3')).toBe('secret 2');
  });

  test('a damaged one is named and stays as it is', async () => {
    const file = join(folder, 'one');
    await writeFile(file, 'rubbish');
    await expect(secretFile(file, parse, () => 'secret')).rejects.toMatchObject({
      code: 'DATA_FOLDER_DAMAGED',
      message: expect.stringContaining(file),
    });
    expect((await stat(file)).size).toBe(7);
  });
});
