import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { eventContracts } from '#generated/events.ts';
import { projectRoot } from '#platform/config/projectRoot.ts';
import { subgraphConsumers } from '../../schema/tools/events/check/subgraphConsumers.ts';
import { readCommandLine } from './readCommandLine.ts';

const handbook = readFileSync(join(projectRoot, 'docs/operations/dlq-handbook.md'), 'utf8');
const prefix = 'npm run --silent events -- ';
const commands = handbook.split('\n').filter((line) => line.startsWith(prefix));

/** Words of a command line; quotes keep spaces. */
const words = (line: string) => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);

test('the handbook has commands', () => {
  expect(commands.length).toBeGreaterThan(6);
});

test.each(commands)('%s', async (command) => {
  const { options } = readCommandLine(words(command.slice(prefix.length)));
  if (options.topic) expect(Object.keys(eventContracts)).toContain(options.topic);
  const consumers = await subgraphConsumers(['erp']);
  if (options.group) expect(consumers.map(({ name }) => name)).toContain(options.group);
});

test('it fits one screen', () => {
  expect(handbook.split('\n').length).toBeLessThan(70);
});
