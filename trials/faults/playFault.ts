import { setTimeout as wait } from 'node:timers/promises';
import type { Fault } from './fault.ts';
import type { FaultGround } from './faultGround.ts';

/** What a fault did to those who rely on the service. */
export interface FaultResult {
  readonly fault: string;
  /** From the end of the fault until a use went all the way again, in milliseconds. */
  readonly healthyAfter: number;
  /** The longest call, in milliseconds. */
  readonly longest: number;
  readonly succeeded: number;
  /** Calls that ended with an error, by code. */
  readonly refused: Readonly<Record<string, number>>;
  /** What must not be; empty when the fault was borne. */
  readonly problems: readonly string[];
  /** What took longer than it may, which on a machine with other work says nothing; empty when all was in time. */
  readonly missed: readonly string[];
}

const healthyWithin = 10_000;
/** How late the end of a call may be noticed by a machine that has other work. */
const room = 2_000;

/**
 * Lets a fault happen to a service in use. Its users go on before, throughout and after it, each with one call after another.
 * @param during milliseconds that the fault lasts
 */
export async function playFault(ground: FaultGround, fault: Fault, during: number): Promise<FaultResult> {
  const { target } = ground;
  const traffic = await ground.traffic(fault.name);
  let goesOn = true;
  const callers = Array.from({ length: ground.callers }, async () => {
    while (goesOn) await traffic.use();
  });
  let healthyAfter: number;
  try {
    await traffic.wholeWay();
    await fault.begin(target);
    await wait(during);
    await fault.end(target);
    const healed = performance.now();
    await traffic.wholeWay();
    healthyAfter = performance.now() - healed;
  } finally {
    goesOn = false;
  }
  await Promise.all(callers);
  await traffic.settled();
  await traffic.close();
  const { longest, succeeded, refused } = traffic.calls;
  const problems = traffic.faults();
  const missed = traffic.missed?.() ?? [];
  if (healthyAfter > healthyWithin) missed.push(`healthy only after ${Math.round(healthyAfter)} ms`);
  if (longest > ground.endsWithin + room) missed.push(`a call took ${Math.round(longest)} ms`);
  for (const code of Object.keys(refused)) if (!ground.codes.includes(code)) problems.push(`refused with ${code}`);
  return { fault: fault.name, healthyAfter, longest, succeeded, refused, problems, missed };
}
