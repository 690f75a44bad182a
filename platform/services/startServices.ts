import { join } from 'node:path';
import { freePort, portIsFree } from '../embedded/postgres/freePort.ts';
import { type ServiceDefinition, serviceList } from './serviceList.ts';
import { recordService, runningServices, type ServiceRecord } from './serviceRecords.ts';

/** What to start. */
export interface StartServicesOptions {
  /** Where data, logs and process files are. */
  readonly folder: string;
  /** Names out of `serviceList`; all of them unless given. */
  readonly names?: readonly string[] | undefined;
  /** Ports by name, for those that must not have their usual one. */
  readonly ports?: Readonly<Record<string, number>>;
  /** Told when one is ready, or was already. */
  onReady?(name: string, port: number): void;
}

/**
 * Starts the services that do not run yet; they go on when this process ends. A usual port that is taken is replaced by a
 * free one.
 * @returns everything that runs now
 * @throws CodedError SERVICE_START_FAILED that says what is missing
 */
export async function startServices(options: StartServicesOptions): Promise<ServiceRecord[]> {
  const { folder, names, ports = {}, onReady } = options;
  const running = new Map((await runningServices(folder)).map((record) => [record.name, record]));
  const wanted = serviceList.filter(({ name }) => names?.includes(name) ?? true);

  async function start(service: ServiceDefinition): Promise<void> {
    const { name, defaultPort } = service;
    const present = running.get(name);
    if (!present) {
      const port = ports[name] ?? ((await portIsFree(defaultPort)) ? defaultPort : await freePort());
      const { pid } = await service.start({ dataDir: join(folder, name), port, withParent: false });
      await recordService(folder, { name, pid, port });
      onReady?.(name, port);
    } else onReady?.(name, present.port);
  }

  const results = await Promise.allSettled(wanted.map(start));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  return runningServices(folder);
}
