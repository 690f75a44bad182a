/** `npm run compose`: composes the supergraph into schema/generated; with `--check` only tells whether it is fresh. */
import { projectRoot } from './projectRoot.ts';
import { runCompose } from './runCompose.ts';

process.exitCode = runCompose({
  root: projectRoot,
  check: process.argv.includes('--check'),
  tell: console.log,
  complain: console.error,
});
