import { composedFiles } from './composedFiles.ts';
import { composePatterns, staleFiles, writeGeneratedFiles } from './generatedFiles.ts';
import { SchemaInvalid } from './schemaProblem.ts';

/** Where composition works and what it tells. */
export interface ComposeRun {
  readonly root: string;
  /** Only tell whether schema/generated is fresh. */
  readonly check: boolean;
  readonly tell: (line: string) => void;
  readonly complain: (line: string) => void;
}

/**
 * Composes the supergraph into `schema/generated` below the root.
 * @returns exit code: 0, or 1 when the SDL is not valid (one line for each problem) or, with `check`, a file is stale.
 */
export function runCompose({ root, check, tell, complain }: ComposeRun): 0 | 1 {
  try {
    const { files, warnings } = composedFiles(root);
    for (const warning of warnings) complain(`warning: ${warning}`);
    if (check) {
      const stale = staleFiles(root, files, composePatterns);
      for (const path of stale) complain(`${path} is stale; run \`npm run compose\``);
      return stale.length > 0 ? 1 : 0;
    }
    const written = writeGeneratedFiles(root, files, composePatterns);
    tell(written.length > 0 ? `Composed: ${written.join(', ')}` : 'Composed: nothing changed.');
    return 0;
  } catch (error) {
    if (!(error instanceof SchemaInvalid)) throw error;
    complain(error.message);
    return 1;
  }
}
