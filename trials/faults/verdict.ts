import type { FaultResult } from './eventLogFaults.ts';

const healthyWithinMs = 10_000;
/** The log's own limit of 10 s, and room for the machine. */
const appendWithinMs = 13_000;

/** What a fault must not have done; empty when all is well. */
export function verdict({ healthyAfter, longestAppend, refused, faults }: FaultResult): string[] {
  const problems = [...faults];
  if (healthyAfter > healthyWithinMs) problems.push(`healthy only after ${Math.round(healthyAfter)} ms`);
  if (longestAppend > appendWithinMs) problems.push(`an append took ${Math.round(longestAppend)} ms`);
  for (const code of Object.keys(refused)) if (code !== 'EVENT_LOG_UNAVAILABLE') problems.push(`refused with ${code}`);
  return problems;
}
