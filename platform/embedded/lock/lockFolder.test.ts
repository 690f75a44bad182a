import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { lockFolder } from './lockFolder.ts';
import { processIdentity } from './processIdentity.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
});

afterEach(() => rm(folder, { recursive: true }));

describe('lockFolder', () => {
  test('of many starts at once exactly one wins; after it ended the next one may', async () => {
    const starts = await Promise.allSettled(Array.from({ length: 10 }, () => lockFolder(folder)));
    const won = starts.filter((start) => start.status === 'fulfilled');
    expect(won).toHaveLength(1);
    await won[0]!.value();
    await (await lockFolder(folder))();
    expect(await readdir(folder)).toEqual([]);
  });

  test('names the process that holds it', async () => {
    const free = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toMatchObject({
      code: 'DATA_FOLDER_IN_USE',
      message: expect.stringContaining(`Process ${process.pid} runs on the data folder ${folder}`),
    });
    await free();
  });

  test('is taken over from a process that was killed', async () => {
    const child = spawn('sleep', ['60']);
    const identity = await processIdentity(child.pid!);
    expect(identity).toBeDefined();
    await writeFile(join(folder, 'lock'), JSON.stringify({ pid: child.pid, identity }));
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'DATA_FOLDER_IN_USE' });
    child.kill('SIGKILL');
    await once(child, 'exit');
    const starts = await Promise.allSettled(Array.from({ length: 50 }, () => lockFolder(folder)));
    expect(starts.filter((start) => start.status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(folder)).toEqual(['lock']);
  });

  test('is taken over when the process that was taking it over was killed, too', async () => {
    const dead = JSON.stringify({ pid: process.pid, identity: 'an earlier one' });
    await writeFile(join(folder, 'lock'), dead);
    await writeFile(join(folder, 'lock.next'), dead);
    const starts = await Promise.allSettled(Array.from({ length: 50 }, () => lockFolder(folder)));
    expect(starts.filter((start) => start.status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(folder)).toEqual(['lock']);
  });

  test('is taken over when its process id belongs to another process by now, or its text is damaged', async () => {
    await writeFile(join(folder, 'lock'), JSON.stringify({ pid: process.pid, identity: 'an earlier one' }));
    await (await lockFolder(folder))();
    await writeFile(join(folder, 'lock'), '{"pid":');
    await (await lockFolder(folder))();
  });

  test('a folder that cannot be made is named', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    await expect(lockFolder(join(file, 'data'))).rejects.toMatchObject({
      code: 'DATA_FOLDER_DAMAGED',
      message: expect.stringContaining(file),
    });
  });
});
