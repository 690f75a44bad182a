import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { fromProjectRoot } from '#platform/config/projectRoot.ts';

test.each(['router', 'platform'])('the page of the rooms of %s/ has a row for each folder', (part) => {
  const page = readFileSync(fromProjectRoot(`docs/architecture/${part}.md`), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  const named = rows.flatMap((row) => [...row.split('|')[1]!.matchAll(/`([\w-]+)\/`/g)].map(([, folder]) => folder));
  const folders = readdirSync(fromProjectRoot(part), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(named.sort()).toEqual(folders.map(({ name }) => name).sort());
});
