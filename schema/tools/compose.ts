import { composedFiles } from './composedFiles.ts';
import { composePatterns, staleFiles, writeGeneratedFiles } from './generatedFiles.ts';
import { projectRoot } from './projectRoot.ts';
import { SchemaInvalid } from './schemaProblem.ts';

/** `npm run compose`: composes the supergraph into schema/generated; with `--check` only tells whether it is fresh. */
try {
  const { files, warnings } = composedFiles();
  for (const warning of warnings) console.warn(`warning: ${warning}`);
  if (process.argv.includes('--check')) {
    const stale = staleFiles(projectRoot, files, composePatterns);
    for (const path of stale) console.error(`${path} is stale; run \`npm run compose\``);
    process.exitCode = stale.length > 0 ? 1 : 0;
  } else {
    const written = writeGeneratedFiles(projectRoot, files, composePatterns);
    console.log(written.length > 0 ? `Composed: ${written.join(', ')}` : 'Composed: nothing changed.');
  }
} catch (error) {
  if (!(error instanceof SchemaInvalid)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
