import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test } from '@jest/globals';
import { lifelineCommand } from './lifeline.ts';

const server = `process.on('SIGINT', () => { console.log('interrupted'); process.exit(3); }); console.log('up'); setInterval(() => {}, 1e6);`;

function run(command: string[]): ChildProcess {
  return spawn(command[0]!, command.slice(1), { stdio: ['pipe', 'pipe', 'inherit'] });
}

test('where the kernel has no such signal, the end of standard input interrupts the program', async () => {
  const child = run([...lifelineCommand('darwin'), process.execPath, '-e', server]);
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe('up');
  const exit = once(child, 'exit');
  child.stdin!.end();
  expect((await lines.next()).value).toBe('interrupted');
  expect((await exit)[0]).toBe(3);
});

test('where the kernel has no such signal, the end of the program ends the shell with its status', async () => {
  const child = run([...lifelineCommand('darwin'), process.execPath, '-e', 'process.exit(7)']);
  expect((await once(child, 'exit'))[0]).toBe(7);
});

test('a program whose parent is gone already is not started', async () => {
  const child = run([...lifelineCommand('linux', 1), 'echo', 'started']);
  let output = '';
  child.stdout!.on('data', (chunk) => {
    output += chunk;
  });
  expect((await once(child, 'close'))[0]).toBe(1);
  expect(output).toBe('');
});
