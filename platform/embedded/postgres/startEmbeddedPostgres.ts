import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CodedError } from '#platform/errors/codedError.ts';
import type { Logger } from '#platform/logs/logger.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { findBinaries } from './binaries.ts';
import { readCluster } from './clusterFiles.ts';
import { createCluster } from './createCluster.ts';
import { freePort, portIsFree } from './freePort.ts';
import { portInUse } from './portInUse.ts';
import { settlePreviousServer } from './previousServer.ts';
import { proveConnection } from './proveConnection.ts';
import { serverAccount } from './serverAccount.ts';
import { type ServerProcess, spawnServer } from './serverProcess.ts';
import { serverSettings } from './serverSettings.ts';
import { startFailure } from './startFailure.ts';

/** What `startEmbeddedPostgres` takes. */
export interface EmbeddedPostgresOptions {
  /** Folder that keeps the data; made when missing, with everything in it private to its owner. */
  readonly dataDir: string;
  /** Port on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  readonly logger?: Logger;
  /** False trades safety against power loss for speed; for tests. Default true. */
  readonly durable?: boolean;
}

/** A running embedded PostgreSQL. */
export interface EmbeddedPostgres {
  /** Connection string of the superuser, database `postgres`. It contains the password: do not log it. */
  readonly url: string;
  readonly port: number;
  /** Resolves when the server has ended, asked to or not. */
  readonly exited: Promise<void>;
  /** Shuts the server down and resolves when it has ended. May be called again. */
  stop(): Promise<void>;
}

const attempts = 20;
const pauseMs = 100;

/**
 * Starts PostgreSQL 18 on a folder, which it prepares at first use, and resolves when a connection has succeeded.
 *
 * Runs as root too (PostgreSQL itself then runs as another user) and ends with this process, even after SIGKILL.
 * @throws CodedError PORT_IN_USE, EMBEDDED_POSTGRES_DAMAGED, EMBEDDED_POSTGRES_IN_USE, EMBEDDED_POSTGRES_UNAVAILABLE
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { logger = nullLogger, durable = true } = options;
  const dataDir = resolve(options.dataDir);
  const cluster = join(dataDir, 'cluster');
  const binaries = await findBinaries();
  const account = await serverAccount(cluster);
  if (!(await exists(cluster))) {
    logger.info('preparing the data folder of the embedded PostgreSQL');
    await createCluster(dataDir, cluster, binaries, account, durable);
  }
  const { password } = await readCluster(cluster);
  await settlePreviousServer(cluster);
  if (options.port !== 0 && !(await portIsFree(options.port))) throw portInUse(options.port);

  for (let attempt = 1; ; attempt++) {
    const port = options.port || (await freePort());
    const args = ['-D', cluster, ...serverSettings({ port, durable })];
    const server = spawnServer(binaries.postgres, args, account, logger);
    if (await server.ready) {
      const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
      await proveConnection(url, cluster, server);
      return running(url, port, server);
    }
    const failure = startFailure(cluster, port, server.lines());
    const again = failure === 'busy-memory' || (failure.code === 'PORT_IN_USE' && options.port === 0);
    if (!again) throw failure;
    if (attempt === attempts) throw failure === 'busy-memory' ? inUse(cluster) : failure;
    await delay(pauseMs);
  }
}

function running(url: string, port: number, server: ServerProcess): EmbeddedPostgres {
  let stopped: Promise<void> | undefined;
  return {
    url,
    port,
    exited: server.exited,
    stop() {
      stopped ??= server.stop();
      return stopped;
    },
  };
}

function inUse(cluster: string): CodedError {
  return new CodedError('EMBEDDED_POSTGRES_IN_USE', {
    message: `Processes of an earlier PostgreSQL still work on ${cluster}. Stop them, or choose another data folder.`,
    details: { folder: cluster },
  });
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
