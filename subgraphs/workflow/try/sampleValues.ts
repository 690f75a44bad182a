import { expressionSource } from '../domain/expressionSource.ts';
import type { FormField, ModelFacts } from '../domain/modelFacts.ts';
import { celEnvironment } from '../infrastructure/cel/celEnvironment.ts';
import { comparedValues } from '../infrastructure/cel/comparedValues.ts';

/** How somebody answers what a process asks: yes to all, or no to all. */
export type Temper = 'agreeing' | 'refusing';

/** Values for what a model asks people for, and for what its conditions read. */
export interface SampleValues {
  /** Variables that conditions read. */
  readonly variables: Record<string, unknown>;
  /** Answers to the fields of a form. */
  answer(fields: readonly FormField[]): Record<string, unknown>;
}

/**
 * Chooses values with which a model's conditions can be decided: the literals that a variable is compared with, a
 * little more than a number that is a bound, a truth value where nothing is compared.
 */
export function sampleValues(facts: ModelFacts, temper: Temper): SampleValues {
  const agreeing = temper === 'agreeing';
  const compared = readConditions(facts);
  const sample = (literals: readonly unknown[]): unknown => {
    const literal = agreeing ? literals[0] : literals.at(-1);
    if (typeof literal === 'number') return agreeing ? literal + 1 : literal - 1;
    if (literal === undefined || typeof literal === 'boolean') return agreeing;
    return decimalSample(String(literal), agreeing);
  };
  const variables = Object.fromEntries([...compared].map(([name, literals]) => [name, sample([...literals])]));
  for (const { loop } of facts.nodes) if (loop?.collection) variables[bare(loop.collection)] = ['one', 'two'];
  return {
    variables,
    answer: (fields) =>
      Object.fromEntries(
        fields.map(({ name, type }) => {
          if (type === 'BOOLEAN') return [name, agreeing];
          return [name, variables[name] ?? (type === 'NUMBER' ? 1 : 'sample')];
        }),
      ),
  };
}

function readConditions(facts: ModelFacts): Map<string, Set<unknown>> {
  const compared = new Map<string, Set<unknown>>();
  for (const { condition } of facts.flows) {
    if (condition === null) continue;
    const source = expressionSource(condition.text, condition.language ?? facts.expressionLanguage, 'condition');
    if (source.kind !== 'cel') continue;
    for (const { name, literals } of comparedValues(parse(source.text))) {
      compared.set(name, new Set([...(compared.get(name) ?? []), ...literals]));
    }
  }
  return compared;
}

function parse(text: string): unknown {
  try {
    return celEnvironment.parse(text).ast;
  } catch {
    return null;
  }
}

/** Amounts are compared as text that holds a number. */
function decimalSample(text: string, above: boolean): string {
  return /^\d+(\.\d+)?$/.test(text) ? String(Number(text) + (above ? 1 : -1)) : text;
}

function bare(collection: string): string {
  return /^[$#]\{(\w+)\}$/.exec(collection)?.[1] ?? collection;
}
