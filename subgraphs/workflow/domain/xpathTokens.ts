/** A lexical token of XPath 1.0 (§3.7). */
export interface XPathToken {
  readonly kind: 'string' | 'number' | 'name' | 'symbol';
  readonly text: string;
}

const token =
  /\s*(?:"([^"]*)"|'([^']*)'|(\d+(?:\.\d+)?)|([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)|(!=|<=|>=|[()=<>,]))/y;

/**
 * Splits an XPath expression into tokens.
 * @throws Error that shows the first character that begins none
 */
export function xpathTokens(xpath: string): XPathToken[] {
  const tokens: XPathToken[] = [];
  token.lastIndex = 0;
  const text = xpath.trimEnd();
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const match = token.exec(text);
    if (match === null) throw new Error(`"${text.slice(at).trimStart().slice(0, 20)}"`);
    const [, double, single, number, name, symbol] = match;
    if (double !== undefined || single !== undefined) tokens.push({ kind: 'string', text: double ?? single ?? '' });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else tokens.push({ kind: 'symbol', text: symbol! });
  }
  return tokens;
}
