import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '#platform/config/projectRoot.ts';
import type { Difference } from './compareWorld.ts';
import type { ExplanationName } from './explain/explain.ts';
import type { StrictCheck, StrictComparison } from './strict/compareStrictly.ts';

/** What was compared over one supergraph, in one mood of its world. */
export interface WorldFigures {
  readonly world: string;
  readonly mood: 'calm' | 'failing' | 'troubled';
  readonly queries: number;
  readonly differences: readonly Difference[];
  readonly seconds: number;
}

const explanations: readonly (ExplanationName | 'shared')[] = [
  'aliases',
  'fragments',
  'combinations',
  'unasked',
  'planning',
  'interface-objects',
  'shared',
];
const packages = ['@apollo/gateway', '@apollo/query-planner', '@graphql-hive/router-query-planner', 'graphql'];

/** The page of figures: a row per supergraph and mood, with what explains the differences, and one for the strict checks. */
export async function verifyFigures(
  figures: readonly WorldFigures[],
  strict: readonly (StrictComparison & { readonly world: string })[],
  seed: number,
  seconds: number,
): Promise<string> {
  const versions = await Promise.all(packages.map(async (name) => `${name} ${await versionOf(name)}`));
  const queries = figures.reduce((sum, part) => sum + part.queries, 0);
  const unexplained = figures.flatMap(openOf).length;
  const rows = figures.map((part) => [
    `${part.world}, ${part.mood}`,
    part.queries,
    part.queries - part.differences.length,
    ...explanations.map((name) => part.differences.filter(({ explanation }) => explanation === name).length),
    openOf(part).length,
    part.seconds.toFixed(0),
  ]);
  const heads = ['supergraph', 'queries', 'equal', ...explanations, 'unexplained', 'seconds'];
  return [
    '# Figures of the reference check',
    '',
    `Written by \`npm run verify -- --n ${queries} --seed ${seed} --write\`. Each query is answered by the router's engine, by`,
    '`@apollo/gateway`, and by a monolith of the same data. `equal` are those where all three agree; in a troubled world, where',
    'the monolith misses no entity, the first two. What the columns of explained differences mean says',
    '`tests/reference/README.md`; all but `shared` are faults of the reference alone.',
    '',
    `${queries} queries, ${unexplained} unexplained differences, ${seconds.toFixed(0)} seconds. Node ${process.versions.node}, ${versions.join(', ')}.`,
    '',
    `| ${heads.join(' | ')} |`,
    `|---|${heads
      .slice(1)
      .map(() => '---:|')
      .join('')}`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    '',
    'Held against the monolith alone and to the letter, each in a failing world in which every mutation changes what is read',
    'after it: how many answers, and differences in all.',
    '',
    `| supergraph | ${checks.join(' | ')} | differences |`,
    '|---|---:|---:|---:|---:|---:|',
    ...strict.map(
      ({ world, compared, differences }) =>
        `| ${[world, ...checks.map((check) => compared[check]), differences.length].join(' | ')} |`,
    ),
    '',
  ].join('\n');
}

const checks: readonly StrictCheck[] = ['errors', 'effects', 'variables', 'introspection'];

function openOf({ differences }: WorldFigures): readonly Difference[] {
  return differences.filter(({ explanation }) => explanation === undefined);
}

async function versionOf(name: string): Promise<string> {
  const manifest = await readFile(join(projectRoot, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
