import { limits } from './limits.ts';

/** Says what is wrong with variables that a client hands in: an object within the bound, or nothing at all. */
export function variablesProblem(variables: unknown): string | null {
  if (variables === null || variables === undefined) return null;
  if (typeof variables !== 'object' || Array.isArray(variables)) return 'Give an object of variables.';
  const text = JSON.stringify(variables);
  if (text.includes('\\u0000')) return 'Leave out NUL characters.';
  if (text.length > limits.variablesBytes) return `Give at most ${limits.variablesBytes} bytes.`;
  return null;
}
