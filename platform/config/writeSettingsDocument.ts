/**
 * Writes docs/operations/settings.md. With `--check` it writes nothing and fails when the file on disk differs, so that
 * list and documentation cannot drift apart.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fromProjectRoot } from './projectRoot.ts';
import { settingsDocument } from './settingsDocument.ts';

const file = fromProjectRoot('docs/operations/settings.md');
const text = settingsDocument();

if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (readFileSync(file, 'utf8') !== text) {
  console.error(
    'docs/operations/settings.md is not what the settings say. Run: node platform/config/writeSettingsDocument.ts',
  );
  process.exitCode = 1;
}
