import { expressionSource } from '../../domain/expressionSource.ts';
import { limits } from '../../domain/limits.ts';
import { compileCel, type Evaluate } from '../cel/compileCel.ts';

/**
 * Compiles an expression of a model, whatever language it is in.
 * @returns how to evaluate it, or why it cannot be run
 */
export function compileExpression(
  text: string,
  language: string | null,
  use: 'condition' | 'value',
): { evaluate: Evaluate } | { problem: string } {
  if (text.length > limits.expressionLength) return { problem: `is longer than ${limits.expressionLength} characters` };
  const source = expressionSource(text, language, use);
  if (source.kind === 'refused') return { problem: source.reason };
  if (source.kind === 'constant') return { evaluate: () => source.text };
  const compiled = compileCel(source.text);
  return 'problem' in compiled ? { problem: `is no expression that runs here: ${compiled.problem}` } : compiled;
}
