import { readdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { schemaRules } from './lintSchema.ts';

const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.ts'));

test('every rule file is in the list of rules, and every rule has a test', async () => {
  const rules = files.filter(
    (file) => !file.endsWith('.test.ts') && !['lintSchema.ts', 'schemaRule.ts'].includes(file),
  );
  const loaded = await Promise.all(
    rules.map(async (file) => (await import(`./${file}`))[file.replace('.ts', '')] as unknown),
  );
  expect(new Set(loaded)).toEqual(new Set(schemaRules));
  expect(rules.map((file) => file.replace('.ts', '.test.ts')).filter((test) => !files.includes(test))).toEqual([]);
});
