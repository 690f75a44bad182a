import { uuidv7 } from '#platform/ids/uuidv7.ts';
import type { TestGraph } from '#tests/graph/startTestPlatform.ts';
import type { Random } from '#tests/reference/world/random.ts';
import type { AttackValues } from './attackValues.ts';
import type { LeakWatch } from './leakWatch.ts';
import type { TenantFacts } from './tenantFacts.ts';

/** What an attack works with. */
export interface AttackScene {
  readonly graph: TestGraph;
  readonly random: Random;
  readonly attacker: TenantFacts;
  readonly victim: TenantFacts;
  readonly values: AttackValues;
  /** Looks for what is the victim's in what the attacker receives. */
  readonly watch: LeakWatch;
  /** Looks for what is the attacker's in what the victim receives. */
  readonly victimWatch: LeakWatch;
}

/** A way to call the platform; each run is one call, or two where answers are compared. */
export interface Attack {
  /** What it calls, e.g. `Query.leads`. */
  readonly name: string;
  /** Calls, and hands what comes back to the watch. Gives the number of calls. */
  run(): Promise<number>;
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** The same request with every id of the victim replaced by one that nobody has. */
export function withUnknownIds(request: string, { victim }: AttackScene): string {
  const replaced = new Map<string, string>();
  return request.replaceAll(uuid, (id) => {
    if (!victim.rows.ids.has(id)) return id;
    const other = replaced.get(id) ?? uuidv7();
    replaced.set(id, other);
    return other;
  });
}
