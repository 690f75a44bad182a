import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { addDomain } from './addDomain.ts';
import { removeDomain } from './removeDomain.ts';

/** `npm run new:domain -- NAME` writes a new domain; `--remove` takes one away that nobody worked on, `--force` any. */
const root = join(import.meta.dirname, '..', '..');
try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { remove: { type: 'boolean', default: false }, force: { type: 'boolean', default: false } },
  });
  const [name = '', ...more] = positionals;
  if (more.length > 0) throw new Error('Name one domain at a time.');
  if (values.remove) {
    removeDomain(root, name, values.force);
    console.log(`Removed ${name}. Next: npm run compose && npm run codegen`);
  } else {
    const written = addDomain(root, name);
    console.log(`${written.join('\n')}\nand a line in supergraph.yaml.`);
    console.log(`Next: npm run compose && npm run codegen && npm run jest -- subgraphs/${name}`);
  }
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
