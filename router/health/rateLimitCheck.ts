import type { RateLimits } from '../limits/rateLimits.ts';
import { type HealthCheck, Unwell } from './healthCheck.ts';

/** Checks whether all routers count together. Without that each one holds to the limits by itself, and somebody should look. */
export function rateLimitCheck(limits: RateLimits): HealthCheck {
  return {
    name: 'rate limits',
    isOptional: true,
    async check() {
      if (!limits.metrics.shared) throw new Unwell('this router counts by itself');
    },
  };
}
