import { Client } from 'pg';
import { damaged } from './clusterFiles.ts';
import type { ServerProcess } from './serverProcess.ts';

/**
 * Opens one connection and asks one question. A server may accept connections while its catalogue is broken.
 * @throws CodedError EMBEDDED_POSTGRES_DAMAGED, after the server was stopped
 */
export async function proveConnection(url: string, cluster: string, server: ServerProcess): Promise<void> {
  const client = new Client({ connectionString: url });
  // The failure of a query also rejects; this keeps a loss of the connection in between from ending the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT count(*) FROM pg_class');
  } catch (cause) {
    await server.stop();
    throw damaged(cluster, `is damaged: PostgreSQL starts, but ${(cause as Error).message}`, cause);
  } finally {
    await client.end().catch(() => undefined);
  }
}
