/**
 * `npm run --silent events -- <command>`: the event desk. Shows the events of the running platform, those that were given up,
 * and what consumers have yet to do; corrects and replays. Ends with 0, 1 (nothing found, failed) or 2 (not understood).
 */
import { loadConfig } from '#platform/config/loadConfig.ts';
import { readSupergraph } from '#platform/config/readSupergraph.ts';
import { createLogger } from '#platform/logs/logger.ts';
import { subgraphConsumers } from '../../schema/tools/events/check/subgraphConsumers.ts';
import { auditFile, auditTo } from './audit.ts';
import { openPlatformLog } from './openPlatformLog.ts';
import { runEvents } from './runEvents.ts';

process.env.LOG_LEVEL ??= 'silent';

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());

async function openDesk() {
  const log = await openPlatformLog(process.env, createLogger('event-desk'));
  const names = readSupergraph().map(({ name }) => name);
  const groups = [
    ...names.map((name) => ({ group: `${name}.kit-provisioning`, topic: 'tenant.created' })),
    ...names.map((name) => ({ group: `${name}.kit-removal`, topic: 'tenant.deleted' })),
    ...(await subgraphConsumers(names)).map(({ name, topic }) => ({ group: name, topic })),
  ];
  return {
    ...{ log, groups, signal: stop.signal },
    print: (line: string) => console.log(line),
    say: (line: string) => console.error(line),
    close: () => log.close(),
  };
}

try {
  process.exitCode = await runEvents(process.argv.slice(2), {
    openDesk,
    audit: (line) => auditTo(auditFile(loadConfig().dataDir))(line),
    complain: (line) => console.error(line),
  });
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
