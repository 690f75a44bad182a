import type { FastifyInstance } from 'fastify';
import type { HealthCheck } from './healthCheck.ts';
import { runHealthChecks } from './runHealthChecks.ts';

/**
 * Adds the routes that orchestrators ask, without a signed context:
 * - `/health/live`: the process answers;
 * - `/health/startup`: the start is over (the server listens only then);
 * - `/health/ready`: 503 when a check is down, else 200, `degraded` where somebody should look; each check with status and
 *   latency;
 * - `/health/metrics`: gauges for Prometheus (text format 0.0.4).
 */
export function healthRoutes(
  app: FastifyInstance,
  checks: readonly HealthCheck[],
  gauges: () => Readonly<Record<string, number>> = () => ({}),
): void {
  app.get('/health/live', async () => ({ status: 'up' }));
  app.get('/health/startup', async () => ({ status: 'up' }));
  app.get('/health/ready', async (_request, reply) => {
    const findings = await runHealthChecks(checks);
    const status =
      (['down', 'degraded'] as const).find((worse) => findings.some((one) => one.status === worse)) ?? 'up';
    return reply.code(status === 'down' ? 503 : 200).send({ status, checks: findings });
  });
  app.get('/health/metrics', async (_request, reply) => {
    const lines = Object.entries(gauges()).map(([name, value]) => `# TYPE ${name} gauge\n${name} ${value}\n`);
    return reply.type('text/plain; version=0.0.4').send(lines.join(''));
  });
}
