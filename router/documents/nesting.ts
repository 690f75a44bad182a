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

const quote = 0x22;
const backslash = 0x5c;

/**
 * Whether a JSON text nests objects or lists deeper than the limit, told without parsing it: what nests hundreds of
 * thousands of levels takes longer to parse than anything else of its length. A text that is no JSON may be told either
 * way; parsing says what is wrong with it.
 */
export function isJsonNestedDeeper(text: string, limit: number): boolean {
  // Every level is opened and closed.
  if (text.length <= 2 * limit) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === quote) at = endOfString(text, at);
    else if (character === 0x7b || character === 0x5b) {
      if (++depth > limit) return true;
    } else if (character === 0x7d || character === 0x5d) depth--;
  }
  return false;
}

/** Where the string that begins at a quotation mark ends. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === backslash) before--;
    if ((end - before) % 2 === 1) return end;
  }
  return text.length;
}
