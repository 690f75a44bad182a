import { isDeepStrictEqual } from 'node:util';
import { execute, type FormattedExecutionResult, parse } from 'graphql';
import { differenceOf } from '../compareAnswers.ts';
import { type OurEngine, startOurEngine } from '../engine/ourEngine.ts';
import { isLessForRequired } from '../explain/isLessForRequired.ts';
import { withOtherVariables } from '../query/otherVariables.ts';
import { randomIntrospection } from '../query/randomIntrospection.ts';
import { type RandomQuery, randomQuery } from '../query/randomQuery.ts';
import { sizeFor, valuePoolOf } from '../query/worldQueries.ts';
import { composeWorld, type World } from '../world/composeWorld.ts';
import { errorDifferenceOf } from './errorDifferenceOf.ts';

/** What is compared with the monolith alone, and to the letter. */
export type StrictCheck = 'errors' | 'effects' | 'variables' | 'introspection';

export interface StrictDifference extends RandomQuery {
  readonly world: string;
  readonly seed: number;
  readonly check: StrictCheck;
  readonly difference: string;
}

export interface StrictComparison {
  /** How many answers were compared by each check. */
  readonly compared: Readonly<Record<StrictCheck, number>>;
  readonly differences: readonly StrictDifference[];
}

/** A world in which fields fail, and every mutation changes what is read after it. */
const troubles = { nulls: 80, errors: 30, missing: 0 };

/**
 * Compares our engine's answers with the monolith's where the reference engine is no judge, since it does it otherwise and may:
 *
 * - `errors`: the data, and messages, paths and codes of errors ({@link errorDifferenceOf});
 * - `effects`: mutations have each effect once and in the order of their fields, and all that is read below a field is read
 *   before the next has its effect;
 * - `variables`: wrong ones are refused, and right ones, nulls and defaults give the same answer;
 * - `introspection`: the text of the answer is the one that graphql-js gives.
 *
 * @param first seed of the first query; the others follow
 */
export async function compareStrictly(name: string, n: number, first: number): Promise<StrictComparison> {
  const world = await composeWorld(name, troubles, true);
  const engine = startOurEngine(world);
  const compared = { errors: 0, effects: 0, variables: 0, introspection: 0 };
  const differences: StrictDifference[] = [];
  const note = (check: StrictCheck, asked: RandomQuery, seed: number, difference: string | undefined): void => {
    compared[check]++;
    if (difference !== undefined) differences.push({ ...asked, world: name, seed, check, difference });
  };
  const options = { pool: valuePoolOf(engine.apiSchema), ...sizeFor(world) };
  const hasMutations = engine.apiSchema.getMutationType() !== undefined;
  try {
    for (let seed = first; seed < first + n; seed++) {
      const kind = hasMutations && seed % 4 === 0 ? 'mutation' : 'query';
      const asked = randomQuery(engine.apiSchema, seed, { ...options, kind });
      const answers = await bothAnswers(world, engine, asked);
      if (kind === 'mutation') note('effects', asked, seed, effectDifferenceOf(answers));
      note('errors', asked, seed, dataDifferenceOf(answers) ?? errorDifferenceOf(answers.ours, answers.truth));
      const other = withOtherVariables(engine.apiSchema, asked, seed);
      if (other && kind === 'query')
        note('variables', other, seed, refusalDifferenceOf(other, await bothAnswers(world, engine, other)));
      const about = randomIntrospection(engine.apiSchema, seed, seed === first);
      note('introspection', about, seed, await introspectionDifferenceOf(engine, about));
    }
  } finally {
    await engine.close();
  }
  return { compared, differences };
}

interface Answers {
  readonly ours: FormattedExecutionResult;
  readonly truth: FormattedExecutionResult;
  readonly effects: { readonly ours: readonly string[]; readonly truth: readonly string[] };
}

async function bothAnswers(world: World, engine: OurEngine, asked: RandomQuery): Promise<Answers> {
  const ours = await engine.execute(asked);
  const truth = world.truth(asked.query, asked.variables);
  const { subgraphs, monolith } = world.effects!;
  return { ours, truth, effects: { ours: subgraphs.take(), truth: monolith.take() } };
}

/** What is lost with required fields is known, and counted where the reference is compared. */
function dataDifferenceOf({ ours, truth }: Pick<Answers, 'ours' | 'truth'>): string | undefined {
  return isLessForRequired(ours, truth) ? undefined : differenceOf(ours, truth);
}

/** What fails a mutation as a whole may or may not keep the fields after it from having their effects. */
function effectDifferenceOf({ ours, truth, effects }: Answers): string | undefined {
  const had = truth.data === null ? effects.ours.slice(0, effects.truth.length) : effects.ours;
  if (!isDeepStrictEqual(had, effects.truth)) return `effects: ours ${effects.ours}, the monolith's ${effects.truth}`;
  return dataDifferenceOf({ ours, truth });
}

/** A null for what a condition needs fails where the condition stands, by the specification; we refuse the whole. */
function refusalDifferenceOf({ query, variables }: RandomQuery, { ours, truth }: Answers): string | undefined {
  const undecided = Object.keys(variables).filter((name) => variables[name] === null);
  const [isRefused, isWrong] = [ours.data === undefined, truth.data === undefined];
  if (isRefused && undecided.some((name) => query.includes(`(if: $${name})`))) return undefined;
  if (isRefused !== isWrong) return isWrong ? 'ours is not refused' : `ours is refused: ${ours.errors?.[0]?.message}`;
  return dataDifferenceOf({ ours, truth });
}

async function introspectionDifferenceOf(engine: OurEngine, asked: RandomQuery): Promise<string | undefined> {
  const ours = JSON.stringify((await engine.execute(asked)).data);
  const document = parse(asked.query);
  const { data } = await execute({ schema: engine.apiSchema, document, variableValues: asked.variables });
  const theirs = JSON.stringify(data);
  if (ours === theirs) return undefined;
  const at = [...theirs].findIndex((character, index) => ours[index] !== character);
  return `at character ${at}: ours ${ours.slice(at, at + 80)}, graphql-js ${theirs.slice(at, at + 80)}`;
}
