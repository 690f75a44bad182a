import { codegenFiles } from './codegenFiles.ts';
import { composedFiles } from './composedFiles.ts';
import { codegenPatterns, composePatterns, staleFiles } from './generatedFiles.ts';
import { projectRoot } from './projectRoot.ts';
import { SchemaInvalid } from './schemaProblem.ts';

/**
 * `npm run schema:check`: tells which files of schema/generated are not what the generators make now, and which command
 * makes them anew. Ends with 1 when there is one, or when the SDL itself is not valid.
 */
try {
  const composed = staleFiles(projectRoot, composedFiles().files, composePatterns);
  const generated = staleFiles(projectRoot, await codegenFiles(), codegenPatterns);
  for (const path of [...composed, ...generated]) console.error(`stale: ${path}`);
  const commands = [
    composed.length > 0 && 'npm run compose',
    (composed.length > 0 || generated.length > 0) && 'npm run codegen',
  ];
  const needed = commands.filter(Boolean).join(' && ');
  if (needed) {
    console.error(`Run \`${needed}\` and commit the result; delete files of a domain that is gone.`);
    process.exitCode = 1;
  } else {
    console.log('schema/generated is fresh.');
  }
} catch (error) {
  if (!(error instanceof SchemaInvalid)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
