/** One thing that the router needs. */
export interface HealthCheck {
  readonly name: string;
  /** Whether the router serves without it too: it is then `degraded` and stays ready. */
  readonly isOptional?: boolean;
  /** Resolves when it is well; rejects with the reason when not. */
  check(signal: AbortSignal): Promise<void>;
}

/** How one check ended. */
export interface HealthResult {
  readonly name: string;
  readonly status: 'up' | 'degraded' | 'down';
  /** Milliseconds that it took. */
  readonly latency: number;
  /** Why it is not up; without details that belong to the inside. */
  readonly reason?: string;
}

const timeout = 2_000;

/** Runs checks at the same time, each within two seconds. */
export function runChecks(checks: readonly HealthCheck[]): Promise<HealthResult[]> {
  return Promise.all(
    checks.map(async ({ name, check, isOptional }) => {
      const began = performance.now();
      const latency = () => Math.round((performance.now() - began) * 10) / 10;
      const late = AbortSignal.timeout(timeout);
      const expired = new Promise<never>((_, reject) => late.addEventListener('abort', () => reject(late.reason)));
      try {
        await Promise.race([check(late), expired]);
        return { name, status: 'up' as const, latency: latency() };
      } catch (error) {
        const reason = late.aborted
          ? 'no answer in time'
          : error instanceof Unwell
            ? error.message
            : 'cannot be reached';
        return { name, status: isOptional ? ('degraded' as const) : ('down' as const), latency: latency(), reason };
      }
    }),
  );
}

/** Thrown by a check whose reason may be shown. */
export class Unwell extends Error {}
