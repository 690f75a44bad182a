import { type XPathToken, xpathTokens } from './xpathTokens.ts';

/**
 * Translates a condition in the part of XPath 1.0 that process models use into CEL: data objects by
 * `getDataObject('name')`, string and number literals, comparisons, `and`, `or`, `not()`, `true()`, `false()`.
 * Comparison and truth keep to XPath 1.0 (§3.4, §4.3) by the functions `xpathEquals`, `xpathNumber` and `xpathTrue`,
 * which the CEL environment of this domain has.
 * @returns the CEL text, or what stands in the way
 */
export function xpathToCel(xpath: string): { cel: string } | { problem: string } {
  try {
    const parser = new Parser(xpathTokens(xpath));
    return { cel: `xpathTrue(${parser.whole()})` };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

const relations = new Set(['<', '<=', '>', '>=']);

class Parser {
  readonly #tokens: readonly XPathToken[];
  #at = 0;

  constructor(tokens: readonly XPathToken[]) {
    this.#tokens = tokens;
  }

  whole(): string {
    const cel = this.#either();
    if (this.#at < this.#tokens.length) throw new Error(`unexpected "${this.#tokens[this.#at]!.text}"`);
    return cel;
  }

  #either(): string {
    return this.#joined('or', '||', () => this.#both());
  }

  #both(): string {
    return this.#joined('and', '&&', () => this.#equality());
  }

  #joined(word: string, operator: string, operand: () => string): string {
    const operands = [operand()];
    while (this.#take('name', word)) operands.push(operand());
    return operands.length === 1
      ? operands[0]!
      : `(${operands.map((cel) => `xpathTrue(${cel})`).join(` ${operator} `)})`;
  }

  #equality(): string {
    const left = this.#relation();
    if (this.#take('symbol', '=')) return `xpathEquals(${left}, ${this.#relation()})`;
    if (this.#take('symbol', '!=')) return `!xpathEquals(${left}, ${this.#relation()})`;
    return left;
  }

  #relation(): string {
    const left = this.#primary();
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'symbol' || !relations.has(token.text)) return left;
    this.#at += 1;
    return `(xpathNumber(${left}) ${token.text} xpathNumber(${this.#primary()}))`;
  }

  #primary(): string {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new Error('it ends too early');
    this.#at += 1;
    if (token.kind === 'string') return JSON.stringify(token.text);
    if (token.kind === 'number') return `double(${JSON.stringify(token.text)})`;
    if (token.kind === 'symbol' && token.text === '(') return this.#closed(this.#either());
    if (token.kind === 'name' && this.#take('symbol', '(')) return this.#call(token.text.split(':').at(-1)!);
    throw new Error(`"${token.text}"`);
  }

  #call(name: string): string {
    if (name === 'true' || name === 'false') return this.#closed(name);
    if (name === 'not') return this.#closed(`!xpathTrue(${this.#either()})`);
    if (name === 'boolean') return this.#closed(`xpathTrue(${this.#either()})`);
    if (name === 'number') return this.#closed(`xpathNumber(${this.#either()})`);
    if (name !== 'getDataObject' && name !== 'getDataInput' && name !== 'getDataOutput') throw new Error(`${name}()`);
    const key = this.#tokens[this.#at];
    if (key?.kind !== 'string') throw new Error(`${name}() without a literal name`);
    this.#at += 1;
    const literal = JSON.stringify(key.text);
    return this.#closed(`(${literal} in variables ? variables[${literal}] : null)`);
  }

  #closed(cel: string): string {
    if (!this.#take('symbol', ')')) throw new Error('a missing ")"');
    return cel;
  }

  #take(kind: XPathToken['kind'], text: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== kind || token.text !== text) return false;
    this.#at += 1;
    return true;
  }
}
