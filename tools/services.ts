/**
 * `npm run services -- start|stop|status [kafka] [redis] [registry]`: the real services beside PostgreSQL, for tests and
 * development. In containers where Docker runs, else as processes of this machine. `--native` takes processes in any
 * case; `--kafka-port 9092` and the like choose ports. Ends with 1 when something could not be done.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from '#platform/config/loadConfig.ts';
import { compose, composeRuns } from '#platform/services/dockerCompose.ts';
import { serviceList } from '#platform/services/serviceList.ts';
import { runningServices, type ServiceRecord } from '#platform/services/serviceRecords.ts';
import { startServices } from '#platform/services/startServices.ts';
import { stopServices } from '#platform/services/stopServices.ts';

const names = serviceList.map(({ name }) => name);
const usage = `Usage: npm run services -- start|stop|status [${names.join('] [')}] [--native] [--<name>-port <port>]`;

const portOptions = Object.fromEntries(names.map((name) => [`${name}-port`, { type: 'string' as const }]));

/** What the command line says. @throws Error with the usage */
function commandLine() {
  try {
    const { values, positionals } = parseArgs({
      options: { native: { type: 'boolean', default: false }, ...portOptions },
      allowPositionals: true,
    });
    const [action, ...wanted] = positionals;
    const ports: Record<string, number> = {};
    for (const name of names) {
      const text = (values as Record<string, unknown>)[`${name}-port`];
      if (typeof text !== 'string') continue;
      if (!/^\d{1,5}$/.test(text)) throw new Error(`${text} is no port`);
      ports[name] = Number(text);
    }
    if (!['start', 'stop', 'status'].includes(action ?? '') || wanted.some((name) => !names.includes(name)))
      throw usage;
    return { action, names: wanted.length > 0 ? wanted : names, ports, native: values.native };
  } catch {
    throw new Error(usage);
  }
}

function settingsOf(running: readonly ServiceRecord[]): string {
  const lines = running.flatMap(({ name, port }) =>
    Object.entries(serviceList.find((service) => service.name === name)?.settings(port) ?? {}),
  );
  return lines.map(([variable, value]) => `${variable}=${value}`).join(' ');
}

async function inContainers(action: string | undefined, wanted: readonly string[]): Promise<void> {
  if (action === 'start') process.exitCode = await compose('up', '--detach', '--wait', ...wanted);
  else if (action === 'stop') process.exitCode = await compose('stop', ...wanted);
  else process.exitCode = await compose('ps', ...wanted);
}

async function main(): Promise<void> {
  const { action, names: wanted, ports, native } = commandLine();
  if (!native && (await composeRuns())) return inContainers(action, wanted);
  const folder = join(loadConfig().dataDir, 'services');
  if (action === 'stop') {
    const stopped = await stopServices(folder, wanted);
    console.log(stopped.length === 0 ? 'Nothing ran.' : `Stopped: ${stopped.join(', ')}.`);
    return;
  }
  if (action === 'start') {
    const onReady = (name: string, port: number) => console.log(`  ${name.padEnd(10)} 127.0.0.1:${port}`);
    await startServices({ folder, names: wanted, ports, onReady });
  }
  const running = await runningServices(folder);
  if (action === 'status')
    for (const { name, port, pid } of running) console.log(`  ${name.padEnd(10)} 127.0.0.1:${port}  process ${pid}`);
  console.log(running.length === 0 ? 'No service runs.' : `\nUse them:  ${settingsOf(running)} npm start`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
