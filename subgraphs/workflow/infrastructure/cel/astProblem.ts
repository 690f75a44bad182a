/** A node of the syntax tree that cel-js makes. */
interface AstNode {
  readonly op: string;
  readonly args: unknown;
}

const comprehensions = new Set(['map', 'filter', 'exists', 'exists_one', 'all']);

/**
 * Refuses what could run for ever: regular expressions, and loops within loops.
 * @param ast syntax tree of cel-js
 * @returns what is refused, or null
 */
export function astProblem(ast: unknown): string | null {
  return problemOf(ast, false);
}

function problemOf(value: unknown, looping: boolean): string | null {
  if (Array.isArray(value)) return firstProblem(value, looping);
  if (!isNode(value)) return null;
  const called = value.op === 'call' || value.op === 'rcall' ? String((value.args as unknown[])[0]) : '';
  if (called === 'matches') return 'matches() is not available in models';
  const loop = value.op === 'rcall' && comprehensions.has(called);
  if (loop && looping) return 'a loop within a loop is not available in models';
  return problemOf(value.args, looping || loop);
}

function firstProblem(values: readonly unknown[], looping: boolean): string | null {
  for (const value of values) {
    const problem = problemOf(value, looping);
    if (problem !== null) return problem;
  }
  return null;
}

function isNode(value: unknown): value is AstNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}
