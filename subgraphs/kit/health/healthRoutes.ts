import type { FastifyInstance } from 'fastify';
import type { HealthCheck } from './healthCheck.ts';
import { runHealthChecks } from './runHealthChecks.ts';

/**
 * Adds the routes that orchestrators ask, without a signed context:
 * - `/health/live`: the process answers;
 * - `/health/startup`: the start is over (the server listens only then);
 * - `/health/ready`: 200 when every check is up, else 503; each check with status and latency.
 */
export function healthRoutes(app: FastifyInstance, checks: readonly HealthCheck[]): void {
  app.get('/health/live', async () => ({ status: 'up' }));
  app.get('/health/startup', async () => ({ status: 'up' }));
  app.get('/health/ready', async (_request, reply) => {
    const findings = await runHealthChecks(checks);
    const status = findings.every((finding) => finding.status === 'up') ? 'up' : 'down';
    return reply.code(status === 'up' ? 200 : 503).send({ status, checks: findings });
  });
}
