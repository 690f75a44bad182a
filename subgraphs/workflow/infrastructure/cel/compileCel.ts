import { astProblem } from './astProblem.ts';
import { celEnvironment } from './celEnvironment.ts';
import { fromCel } from './fromCel.ts';

/** Values that an expression sees by name. */
export type Scope = Readonly<Record<string, unknown>>;

/** A compiled expression; evaluating it throws where a variable is missing or types do not fit. */
export type Evaluate = (scope: Scope) => unknown;

/**
 * Compiles a CEL expression of a model.
 * @returns how to evaluate it (results are JSON values), or what is wrong with it
 */
export function compileCel(text: string): { evaluate: Evaluate } | { problem: string } {
  try {
    const compiled = celEnvironment.parse(text);
    const problem = astProblem(compiled.ast);
    if (problem !== null) return { problem };
    return {
      evaluate: (scope) => fromCel(compiled(Object.assign(Object.create(null), scope, { variables: scope }))),
    };
  } catch (error) {
    return { problem: firstLine(error) };
  }
}

/** CEL's messages show the source below their first line; the element is named anyway. */
export function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!.slice(0, 300);
}
