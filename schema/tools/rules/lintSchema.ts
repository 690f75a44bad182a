import type { SchemaProblem } from '../schemaProblem.ts';
import { problemAt } from '../schemaProblem.ts';
import type { SchemaRule, SchemaSources } from './schemaRule.ts';

/** All rules, in the order in which a reader of the SDL would notice them. */
export const schemaRules: readonly SchemaRule[] = [];

/** Checks the SDL against the rules given (all of them by default) and returns what they report. */
export function lintSchema(sources: SchemaSources, rules: readonly SchemaRule[] = schemaRules): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  const context = {
    ...sources,
    report: (...args: [Parameters<typeof problemAt>[0], string, string]) => void problems.push(problemAt(...args)),
  };
  for (const rule of rules) rule(context);
  return problems;
}
