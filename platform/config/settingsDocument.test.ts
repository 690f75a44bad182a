import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { fromProjectRoot } from './projectRoot.ts';
import { settingsDocument } from './settingsDocument.ts';

test('docs/operations/settings.md is what the lists of settings say', () => {
  expect(readFileSync(fromProjectRoot('docs/operations/settings.md'), 'utf8')).toBe(settingsDocument());
});
