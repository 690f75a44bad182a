/** `npm run events:check [-- --json]`: what changed in the event contracts since their release, and whom it breaks. */
import { projectRoot } from '../../projectRoot.ts';
import { runEventsCheck } from './runEventsCheck.ts';

process.exitCode = await runEventsCheck({
  root: projectRoot,
  json: process.argv.includes('--json'),
  tell: console.log,
});
