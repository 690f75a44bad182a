import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Config } from '#platform/config/loadConfig.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import type { Logger } from '#platform/logs/logger.ts';
import type { MeasuredRouter } from './routerMetrics.ts';

/** Metrics that are being served. */
export interface ServedMetrics {
  /** E.g. `http://127.0.0.1:9464/metrics`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the metrics of a router where METRICS_PORT says so; else gives nothing. @throws CodedError PORT_IN_USE */
export async function metricsOfConfig(
  router: MeasuredRouter,
  { metricsHost, metricsPort }: Pick<Config, 'metricsHost' | 'metricsPort'>,
  logger: Logger,
): Promise<ServedMetrics | undefined> {
  if (metricsPort === undefined) return undefined;
  const served = await serveMetrics(router, metricsHost, metricsPort);
  logger.info({ url: served.url }, 'metrics are served');
  return served;
}

/**
 * Serves a router's metrics at `/metrics` in Prometheus' text format, on a port of its own: who may ask the graph is not
 * who may watch the router, and a network's rules tell ports apart, not paths.
 *
 * @param host address to listen on
 * @param port 0 lets the system choose
 * @throws CodedError PORT_IN_USE
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export async function serveMetrics(router: MeasuredRouter, host: string, port: number): Promise<ServedMetrics> {
  // Routers without metrics need not load the library.
  const { metricsRegistry } = await import('./metricsRegistry.ts');
  const registry = metricsRegistry(router);
  const server = createServer(async (request, response) => {
    const isRight = request.url?.split('?', 1)[0] === '/metrics';
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRight || !isRead) {
      response.writeHead(isRight ? 405 : 404, isRight ? { allow: 'GET, HEAD' } : {}).end();
      return;
    }
    const text = await registry.metrics();
    response.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' }).end(text);
  });
  server.listen(port, host);
  await once(server, 'listening').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EADDRINUSE') throw cause;
    const message = `Port ${port} on ${host} is in use. Stop the program that uses it, or set METRICS_PORT to another port.`;
    throw new CodedError('PORT_IN_USE', { message, cause });
  });
  const bound = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound.port}/metrics`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
