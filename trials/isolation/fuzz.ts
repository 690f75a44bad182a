import { randomBytes } from 'node:crypto';
import { settled } from '#tests/graph/databases/settled.ts';
import { changedTables, readTenantRows } from '#tests/graph/databases/tenantRows.ts';
import type { TestGraph } from '#tests/graph/startTestPlatform.ts';
import { createRandom } from '#tests/reference/world/random.ts';
import type { Attack, AttackScene } from './attack.ts';
import { AttackValues } from './attackValues.ts';
import { entityAttacks } from './entityAttacks.ts';
import { fillTenant } from './fillTenant.ts';
import { graphAttacks, victimReads } from './graphAttacks.ts';
import { type Leak, LeakWatch } from './leakWatch.ts';
import { liveAttack } from './liveAttack.ts';
import { type RawSqlOutcome, tryRawSql } from './rawSql.ts';
import { type TenantFacts, tenantFacts } from './tenantFacts.ts';

/** A tenant of the trial and its admin. */
export interface Side {
  readonly slug: string;
  readonly user: string;
}

/** What the trial is to do. */
export interface FuzzOptions {
  /** Calls at least; every attack is made at least once besides. */
  readonly calls: number;
  /** The same seed invents the same calls. */
  readonly seed: number;
  readonly attacker: Side;
  readonly victim: Side;
  /** Told of the calls made so far, now and then. */
  readonly onProgress?: (calls: number) => void;
}

/** What the trial found. */
export interface FuzzReport {
  readonly calls: number;
  /** Answers and frames without any error. */
  readonly successes: number;
  /** Root fields, entity types and other ways in that were tried. */
  readonly attacks: readonly string[];
  /** `Type.field` coordinates that were selected. */
  readonly coordinates: ReadonlySet<string>;
  readonly subscriptions: number;
  readonly frames: number;
  readonly leaks: readonly Leak[];
  /** Tables in which rows of the victim changed. */
  readonly changed: readonly string[];
  readonly rawSql: RawSqlOutcome;
}

/** Calls that are under way at the same time: more than a subgraph has sessions. */
const atOnce = 8;

/**
 * Lets the admin of one tenant do its worst to another, through every door: queries, entity lookups, changes,
 * subscriptions, raw SQL. The victim reads and listens meanwhile, and must find its rows as they were.
 */
export async function fuzz(graph: TestGraph, options: FuzzOptions): Promise<FuzzReport> {
  const [attacker, victim] = await Promise.all([prepare(graph, options.attacker), prepare(graph, options.victim)]);
  const random = createRandom(options.seed);
  const scene: AttackScene = {
    graph,
    random,
    attacker,
    victim,
    values: new AttackValues(random, attacker, victim),
    watch: new LeakWatch(victim, attacker),
    victimWatch: new LeakWatch(attacker, victim),
  };
  const coordinates = new Set<string>();
  const live = await liveAttack(scene, coordinates);
  const asking = [...graphAttacks('query', scene, coordinates), ...entityAttacks(scene)];
  const changing = graphAttacks('mutation', scene, coordinates);
  const reading = victimReads(scene);

  // Asking comes first, while answers cannot hold what the attacker's own changes put into its rows.
  let calls = 0;
  const run = async (attacks: readonly Attack[], share: number) => {
    const before = calls;
    calls += await runAll(attacks, options.calls * share, (made) => options.onProgress?.(before + made));
  };
  await run([...asking, ...reading], 0.55);
  await run([...changing, ...reading], 0.35);
  await run(asking, 0.1);

  await settled(graph.platform);
  const after = await readTenantRows(graph.platform, victim.tenantId);
  const rawSql = await tryRawSql(graph.platform, attacker.tenantId, victim.tenantId, victim.rows);
  const frames = await live.finish();
  return {
    calls,
    successes: scene.watch.successes,
    attacks: [...asking, ...changing].map(({ name }) => name),
    coordinates,
    subscriptions: live.subscriptions,
    frames,
    leaks: [...scene.watch.leaks, ...scene.victimWatch.leaks],
    changed: changedTables(victim.rows, after),
    rawSql,
  };
}

async function prepare(graph: TestGraph, side: Side): Promise<TenantFacts> {
  const canary = `canary-${randomBytes(6).toString('hex')}`;
  await fillTenant(graph, side.slug, side.user, canary);
  await settled(graph.platform);
  return tenantFacts(graph, { ...side, canary });
}

/** Makes every attack in turn, several at once, until that many calls are made and each was made once. */
async function runAll(
  attacks: readonly Attack[],
  wanted: number,
  onProgress: (calls: number) => void,
): Promise<number> {
  let next = 0;
  let calls = 0;
  const work = async () => {
    while (next < attacks.length || calls < wanted) {
      const made = await attacks[next++ % attacks.length]!.run();
      calls += made;
      if (next % 500 === 0) onProgress(calls);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return calls;
}
