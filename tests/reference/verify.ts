import { parseArgs } from 'node:util';
import { compareWorld, type Difference } from './compareWorld.ts';
import { worldNames } from './world/composeWorld.ts';

/**
 * Compares our engine with the reference engine over random queries, on every supergraph of `supergraphs/`.
 *
 *     npm run verify -- --n 1000 --seed 1 [--world shop] [--nulls 100] [--errors 0] [--missing 0] [--show 3]
 *
 * `n` queries in all; `nulls`, `errors` and `missing` are out of 1,000. A difference counts as explained when the
 * monolith of the same data gives our answer (then the reference engine is wrong), or when no planner finds a plan and
 * both engines refuse. Ends with status 1 when a difference is not explained. Every query can be repeated by its seed.
 */
const { values } = parseArgs({
  options: {
    n: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    world: { type: 'string' },
    nulls: { type: 'string', default: '100' },
    errors: { type: 'string', default: '0' },
    missing: { type: 'string', default: '0' },
    show: { type: 'string', default: '3' },
  },
});

const worlds = values.world ? [values.world] : await worldNames();
const troubles = { nulls: Number(values.nulls), errors: Number(values.errors), missing: Number(values.missing) };
const perWorld = Math.ceil(Number(values.n) / worlds.length);
let queries = 0;
let explained = 0;
let unexplained = 0;

for (const world of worlds) {
  const result = await compareWorld(world, perWorld, Number(values.seed), troubles);
  const open = result.differences.filter(({ right, refusedByBoth }) => right !== 'ours' && !refusedByBoth);
  queries += result.queries;
  explained += result.differences.length - open.length;
  unexplained += open.length;
  console.log(
    `${world}: ${result.queries} queries, ${result.differences.length} differences, ` +
      `${result.differences.length - open.length} of them explained, ${open.length} open`,
  );
  const shortest = open.toSorted((one, other) => one.query.length - other.query.length);
  for (const difference of shortest.slice(0, Number(values.show))) console.log(describe(difference));
}

console.log(`verify: ${queries} queries, ${explained} explained differences, ${unexplained} unexplained`);
process.exitCode = unexplained === 0 ? 0 : 1;

function describe({ seed, difference, fromTruth, right, query, variables }: Difference): string {
  return [
    `  seed ${seed}: ${difference}`,
    `    the monolith agrees with ${right ?? 'neither'}; ours differs from it: ${fromTruth ?? 'no'}`,
    `    ${query.replace(/\s+/g, ' ')} ${JSON.stringify(variables)}`,
  ].join('\n');
}
