import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readRunning } from '#platform/embedded/runningFile.ts';
import { type Spawned, spawnCommand, spawnStart } from '#platform/embedded/testing/spawnStart.ts';

/** A command of the tour, with the lines that the README shows as its output. */
interface Step {
  readonly command: string;
  readonly output: readonly string[];
}

/** Only a hang is a failure: the tour starts a whole platform and plays the demo on it. */
const patience = 300_000;
let dataDir: string;
let platform: Spawned;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'inopsio-readme-'));
  platform = spawnStart({ DATA_DIR: dataDir });
  await platform.says(/Ctrl-C/);
}, patience);
afterAll(async () => {
  platform.process.kill('SIGINT');
  await platform.ended;
  await rm(dataDir, { recursive: true, force: true });
}, patience);

/** The shell blocks of the five-minute tour, each with the block of expected output behind it, if there is one. */
async function tour(): Promise<Step[]> {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const [section] = /^## Five-minute tour\n[\s\S]*?(?=^## )/m.exec(readme)!;
  const blocks = section.matchAll(/^```sh\n([\s\S]*?)^```\n(?:\n*```(?:json|text)\n([\s\S]*?)^```\n)?/gm);
  return [...blocks].map(([, command, output = '']) => ({
    command: command!,
    output: output.split('\n').filter((line) => line.trim() !== ''),
  }));
}

test(
  'the five-minute tour of the README works, word for word, in one shell',
  async () => {
    const steps = await tour();
    expect(steps.length).toBeGreaterThanOrEqual(5);
    const { routerUrl } = (await readRunning(dataDir))!;
    const end = (number: number) => `--- end of step ${number} ---`;
    const script = steps
      .map(({ command }, number) => `${command.replaceAll('http://127.0.0.1:4000', routerUrl)}\necho '${end(number)}'`)
      .join('\n');
    const { code, stdout, stderr } = await spawnCommand('bash', ['-e', '-o', 'pipefail', '-c', script], {
      DATA_DIR: dataDir,
    }).ended;

    let rest = stdout;
    for (const [number, { command, output }] of steps.entries()) {
      const [printed, ...others] = rest.split(`${end(number)}\n`);
      expect({ command, reached: others.length === 1, stderr: others.length === 1 ? '' : stderr }).toEqual({
        command,
        reached: true,
        stderr: '',
      });
      expect(printed).not.toContain('"errors"');
      for (const line of output) expect(printed).toContain(line);
      rest = others.join('');
    }
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Ada Lovelace');
    expect(stdout).toContain('event: next');
  },
  patience,
);
