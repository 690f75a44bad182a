/** `npm run events:release [-- --breaking "why"]`: releases the event contracts as they are. */
import { parseArgs } from 'node:util';
import { projectRoot } from '../../projectRoot.ts';
import { releaseEvents } from './releaseEvents.ts';

try {
  const { values } = parseArgs({ options: { breaking: { type: 'string' } } });
  const date = new Date().toISOString().slice(0, 10);
  const topics = await releaseEvents({ root: projectRoot, date, breaking: values.breaking });
  console.log(topics.length > 0 ? `Released: ${topics.join(', ')}` : 'Nothing changed since the last release.');
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
