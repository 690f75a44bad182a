import type { HealthCheck, HealthFinding } from './healthCheck.ts';

/** Milliseconds after which a check counts as failed. */
const deadline = 2_000;

/** Runs all checks at once. Never rejects: a check that fails or takes too long is `down`. Reasons are not told, since anybody may ask. */
export function runHealthChecks(checks: readonly HealthCheck[]): Promise<HealthFinding[]> {
  return Promise.all(
    checks.map(async (check): Promise<HealthFinding> => {
      const started = performance.now();
      const status = await outcome(check);
      return { name: check.name, status, latencyMs: Math.round((performance.now() - started) * 10) / 10 };
    }),
  );
}

async function outcome(check: HealthCheck): Promise<HealthFinding['status']> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<'down'>((resolve) => {
    timer = setTimeout(() => resolve('down'), deadline);
  });
  const finished = check.run().then(
    (found) => (found === 'degraded' ? found : 'up'),
    () => 'down' as const,
  );
  try {
    return await Promise.race([finished, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
