import { Lexer, Source, TokenKind } from 'graphql';

const opening: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Whether a text nests braces, brackets or parentheses deeper than the limit. Parsing, validation and printing call
 * themselves for each level, so that a text of nothing but brackets would end them by a full stack.
 *
 * @param tokens tokens after which it stops to look, since parsing stops there as well
 */
export function isNestedDeeper(text: string, limit: number, tokens: number): boolean {
  const lexer = new Lexer(new Source(text));
  let depth = 0;
  try {
    for (let count = 0; count <= tokens; count++) {
      const { kind } = lexer.advance();
      if (kind === TokenKind.EOF) return false;
      if (opening.has(kind) && ++depth > limit) return true;
      if (closing.has(kind)) depth--;
    }
  } catch {
    // Parsing says what is wrong with the text, and where.
  }
  return false;
}

/** Whether a JSON value nests objects or lists deeper than the limit. */
export function isValueNestedDeeper(value: unknown, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (limit === 0) return true;
  for (const inner of Object.values(value)) if (isValueNestedDeeper(inner, limit - 1)) return true;
  return false;
}
