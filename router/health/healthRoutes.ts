import type { FastifyInstance } from 'fastify';
import { type HealthCheck, type HealthResult, runChecks } from './healthCheck.ts';

/** Results are shared for this many milliseconds, so that probes cannot be used to load what they probe. */
const shared = 500;

/**
 * Serves `/health/live` (the process runs), `/health/startup` (it has started), and `/health/ready` (all it needs is well:
 * every check with status and latency; 503 when one is down, 200 and `degraded` when one is missing that it can do
 * without).
 */
export function healthRoutes(server: FastifyInstance, checks: readonly HealthCheck[], started: () => boolean): void {
  let last: { readonly at: number; readonly results: Promise<HealthResult[]> } | undefined;

  server.get('/health/live', (_request, reply) => reply.send({ status: 'up' }));

  server.get('/health/startup', (_request, reply) =>
    reply.code(started() ? 200 : 503).send({ status: started() ? 'up' : 'starting' }),
  );

  server.get('/health/ready', async (_request, reply) => {
    const now = performance.now();
    if (!last || now - last.at > shared) last = { at: now, results: runChecks(checks) };
    const results = await last.results;
    const status = started() ? worst(results) : 'down';
    return reply.code(status === 'down' ? 503 : 200).send({ status, checks: results });
  });
}

function worst(results: readonly HealthResult[]): HealthResult['status'] {
  const has = (wanted: HealthResult['status']): boolean => results.some(({ status }) => status === wanted);
  return has('down') ? 'down' : has('degraded') ? 'degraded' : 'up';
}
