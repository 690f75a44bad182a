import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '#platform/config/projectRoot.ts';
import { compareWorld, type Difference } from './compareWorld.ts';
import { compareStrictly, type StrictComparison } from './strict/compareStrictly.ts';
import { verifyFigures, type WorldFigures } from './verifyFigures.ts';
import { worldNames } from './world/composeWorld.ts';

/**
 * Compares our engine with the reference engine over random queries, on our own supergraph and on every one of
 * `supergraphs/`.
 *
 *     npm run verify -- --n 20000 --seed 1 [--world shop] [--show 3] [--write]
 *
 * `n` queries in all, fewer of them over interface objects. Each supergraph answers two thirds of its queries from a calm
 * world, where a tenth of the nullable values is null, one sixth from a failing one, where fields fail as well, and one
 * sixth from a troubled one, where entities are missing besides; a quarter as many more are held strictly against the monolith
 * alone. Runs of different seeds share no query. Ends with status 1 when a difference is not explained, or a strict one is
 * found (README.md says what counts). `--write` writes the figures to docs/figures/verify.md.
 */
const { values } = parseArgs({
  options: {
    n: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    world: { type: 'string' },
    show: { type: 'string', default: '3' },
    write: { type: 'boolean', default: false },
  },
});

const worlds = values.world ? [values.world] : await worldNames();
const total = Number(values.n);
/** The reference takes up to ten seconds for one query over interface objects, or does not end. */
const slow: ReadonlySet<string> = new Set(worlds.length > 1 ? ['media'] : []);
const ofSlow = Math.ceil(total / 25);
const ofOther = Math.ceil((total - ofSlow * slow.size) / (worlds.length - slow.size));

/** Seed of a run's first query. Queries have seeds one after the other, so those of two runs must lie far apart. */
const firstQuery = 1 + (Number(values.seed) - 1) * 1_000_000;

function partsOf(world: string) {
  const n = slow.has(world) ? ofSlow : ofOther;
  const sixth = Math.floor(n / 6);
  return [
    { mood: 'calm', n: n - 2 * sixth, troubles: { nulls: 100, errors: 0, missing: 0 } },
    { mood: 'failing', n: sixth, troubles: { nulls: 80, errors: 30, missing: 0 } },
    { mood: 'troubled', n: sixth, troubles: { nulls: 80, errors: 30, missing: 50 } },
  ] as const;
}

const figures: WorldFigures[] = [];
const strict: (StrictComparison & { readonly world: string })[] = [];
// What is slow begins first; each reference works in a process of its own.
const waiting = worlds.toSorted((one, other) => Number(slow.has(other)) - Number(slow.has(one)));
const begunAt = performance.now();

async function compareWaiting(): Promise<void> {
  for (let world = waiting.shift(); world !== undefined; world = waiting.shift()) await compareMoods(world);
}

async function compareMoods(world: string): Promise<void> {
  const found = await compareStrictly(world, Math.ceil((slow.has(world) ? ofSlow : ofOther) / 4), firstQuery);
  strict.push({ ...found, world });
  reportStrict(world, found);
  for (const { mood, n, troubles } of partsOf(world)) {
    const begun = performance.now();
    const { differences } = await compareWorld(world, {
      n,
      seed: firstQuery,
      troubles,
      progress(compared) {
        if (compared % 250 === 0) console.error(`${world}, ${mood}: ${compared} of ${n}`);
      },
    });
    const found = { world, mood, queries: n, differences, seconds: (performance.now() - begun) / 1000 };
    figures.push(found);
    report(found);
  }
}

await Promise.all([compareWaiting(), compareWaiting(), compareWaiting()]);
strict.sort((one, other) => worlds.indexOf(one.world) - worlds.indexOf(other.world));
figures.sort((one, other) => worlds.indexOf(one.world) - worlds.indexOf(other.world));

const all = figures.flatMap(({ differences }) => differences);
const unexplained = all.filter(({ explanation }) => explanation === undefined).length;
const strictly = strict.flatMap(({ differences }) => differences).length;
const queries = figures.reduce((sum, part) => sum + part.queries, 0);
console.log(
  `verify: ${queries} queries, ${all.length - unexplained} explained differences, ${unexplained} unexplained; ${strictly} strict`,
);
if (values.write) {
  const page = await verifyFigures(figures, strict, Number(values.seed), (performance.now() - begunAt) / 1000);
  await writeFile(join(projectRoot, 'docs/figures/verify.md'), page);
}
process.exitCode = unexplained + strictly === 0 ? 0 : 1;

function report({ world, mood, queries: asked, differences, seconds }: WorldFigures): void {
  const open = differences.filter(({ explanation }) => explanation === undefined);
  console.log(
    `${world}, ${mood}: ${asked} queries in ${seconds.toFixed(0)} s, ${differences.length} differences, ` +
      `${differences.length - open.length} of them explained${classesOf(differences)}, ${open.length} open`,
  );
  const shortest = open.toSorted((one, other) => one.query.length - other.query.length);
  for (const difference of shortest.slice(0, Number(values.show))) console.log(describe(difference));
}

/** How many differences each class explains, as ` (aliases 3, fragments 1)`. */
function classesOf(differences: WorldFigures['differences']): string {
  const counts = Object.entries(Object.groupBy(differences, ({ explanation }) => explanation ?? ''));
  const texts = counts.flatMap(([name, all]) => (name === '' ? [] : [`${name} ${all?.length}`]));
  return texts.length > 0 ? ` (${texts.join(', ')})` : '';
}

function reportStrict(world: string, { compared, differences }: StrictComparison): void {
  const counts = Object.entries(compared).map(([check, count]) => `${count} ${check}`);
  console.log(`${world}, strictly: ${counts.join(', ')}; ${differences.length} differences`);
  for (const { seed, check, difference, query, variables } of differences.slice(0, Number(values.show))) {
    console.log(
      `  ${check}, seed ${seed}: ${difference}\n    ${query.replace(/\s+/g, ' ')} ${JSON.stringify(variables)}`,
    );
  }
}

function describe({ seed, difference, fromTruth, query, variables }: Difference): string {
  return [
    `  seed ${seed}: ${difference}`,
    `    the monolith ${fromTruth === undefined ? 'agrees with ours' : `differs from ours: ${fromTruth}`}`,
    `    ${query.replace(/\s+/g, ' ')} ${JSON.stringify(variables)}`,
  ].join('\n');
}
