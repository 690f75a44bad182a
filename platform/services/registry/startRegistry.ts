import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../embedded/postgres/freePort.ts';
import { type ServiceProcess, startServiceProcess } from '../serviceProcess.ts';
import { registryProgram } from './registryProgram.ts';

/** How to start a registry. */
export interface RegistryOptions {
  /** Its log. Schemas are kept in its memory: who starts anew registers anew. */
  readonly dataDir: string;
  /** A free port unless given. */
  readonly port?: number;
  /** Whether it ends with this process. */
  readonly withParent: boolean;
}

/** A registry that is ready. */
export interface RunningRegistry extends ServiceProcess {
  readonly port: number;
  /** Where its Confluent-compatible interface is. */
  readonly url: string;
}

/**
 * Starts Apicurio Registry without Docker and resolves when it serves.
 * @throws CodedError SERVICE_START_FAILED that says what is missing
 */
export async function startRegistry({ dataDir, withParent, ...options }: RegistryOptions): Promise<RunningRegistry> {
  const program = await registryProgram();
  const port = options.port ?? (await freePort());
  await mkdir(dataDir, { recursive: true });
  const started = await startServiceProcess({
    name: 'The schema registry',
    command: 'java',
    args: [
      '-Xmx256m',
      '-Dquarkus.http.host=127.0.0.1',
      `-Dquarkus.http.port=${port}`,
      '-Dquarkus.log.level=WARN',
      '-Dquarkus.log.category."io.quarkus".level=INFO',
      ...['-jar', program],
    ],
    logFile: join(dataDir, 'registry.log'),
    ready: /Listening on: http/,
    readyWithinMs: 120_000,
    withParent,
  });
  return { ...started, port, url: `http://127.0.0.1:${port}/apis/ccompat/v7` };
}
