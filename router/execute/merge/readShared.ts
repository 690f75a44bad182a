/** Where in an answer equal objects may be one: a node of the selection, for objects and lists of them alike. */
export interface SharedNode {
  /** Whether objects here may be shared with each other. */
  readonly shared: boolean;
  /** What is selected below, by response key; what is missing here has nothing to share. */
  readonly fields: ReadonlyMap<string, SharedNode>;
}

/** An object that was read, and its text. */
interface Known {
  readonly text: string;
  readonly value: object;
}

/** Characters of a text below which the engine's own parser is quicker in any case. */
const textFrom = 4_096;
/** Characters by which objects are looked up; the key of an entity is among its first fields. */
const prefixLength = 80;
/** Objects with the same prefix that are remembered; more would make the search slow. */
const candidatesAtMost = 4;
/** Characters after which it is seen whether enough of them are repetitions. */
const trialLength = 262_144;
/** Share of repetitions from which on reading in this way is quicker. */
const repeatedFrom = 0.4;

const nothingShared: SharedNode = { shared: false, fields: new Map() };

/**
 * Makes the function that reads the JSON text of a subgraph's answer and gives what JSON.parse gives, with equal objects of
 * one node being one object. A subgraph repeats an entity wherever it is met, word for word; such a repetition is compared
 * with the text that was read before and passed over, which is several times quicker than reading it again.
 *
 * Answers with few repetitions are left to JSON.parse, as is every text that is not plain: it knows what is not JSON.
 *
 * @throws SyntaxError as JSON.parse does
 */
export function sharedReader(root: SharedNode): (text: string) => unknown {
  let read = 0;
  let passedOver = 0;
  return (text) => {
    if (text.length < textFrom) return JSON.parse(text);
    if (read > trialLength && passedOver < read * repeatedFrom) return JSON.parse(text);
    const reading = new SharedReading(text, root);
    const value = reading.read();
    if (value === undefined) return JSON.parse(text);
    if (read <= trialLength) {
      read += text.length;
      passedOver += reading.passedOver;
    }
    return value;
  };
}

/** Thrown and caught here, for whatever the reader does not read; made once, since it says nothing. */
const notPlain = new Error('not plain');

class SharedReading {
  passedOver = 0;
  readonly #text: string;
  readonly #root: SharedNode;
  readonly #known = new Map<SharedNode, Map<string, Known[]>>();
  #position = 0;
  /** Place of the next backslash at or after the string that is read. */
  #escape = -1;

  constructor(text: string, root: SharedNode) {
    this.#text = text;
    this.#root = root;
  }

  /** The value, or undefined for a text that is not plain JSON. */
  read(): unknown {
    try {
      const value = this.#value(this.#root);
      this.#next();
      return this.#position === this.#text.length ? value : undefined;
    } catch {
      return undefined;
    }
  }

  /** Goes to the next character that is no white space, and gives its code. */
  #next(): number {
    for (;;) {
      const code = this.#text.charCodeAt(this.#position);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return code;
      this.#position++;
    }
  }

  #value(node: SharedNode): unknown {
    switch (this.#next()) {
      case 0x22:
        return this.#string();
      case 0x7b:
        return node.shared ? this.#sharedObject(node) : this.#object(node);
      case 0x5b:
        return this.#list(node);
      default:
        return this.#word();
    }
  }

  #list(node: SharedNode): unknown[] {
    const list: unknown[] = [];
    this.#position++;
    if (this.#next() === 0x5d) {
      this.#position++;
      return list;
    }
    for (;;) {
      list.push(this.#value(node));
      const code = this.#next();
      this.#position++;
      if (code === 0x5d) return list;
      if (code !== 0x2c) throw notPlain;
    }
  }

  #sharedObject(node: SharedNode): object {
    const text = this.#text;
    const from = this.#position;
    const start = text.slice(from, from + prefixLength);
    const end = start.indexOf('}');
    const prefix = end < 0 ? start : start.slice(0, end + 1);
    let known = this.#known.get(node);
    if (known === undefined) {
      known = new Map();
      this.#known.set(node, known);
    }
    const candidates = known.get(prefix);
    for (const candidate of candidates ?? []) {
      const { length } = candidate.text;
      // Comparing two texts is quicker than asking whether one begins with the other.
      if (text.slice(from, from + length) !== candidate.text) continue;
      this.#position = from + length;
      this.passedOver += length;
      return candidate.value;
    }
    const value = this.#object(node);
    const found = { text: text.slice(from, this.#position), value };
    if (candidates === undefined) known.set(prefix, [found]);
    else if (candidates.length < candidatesAtMost) candidates.push(found);
    return value;
  }

  #object(node: SharedNode): object {
    const object: Record<string, unknown> = {};
    this.#position++;
    if (this.#next() === 0x7d) {
      this.#position++;
      return object;
    }
    for (;;) {
      if (this.#next() !== 0x22) throw notPlain;
      const key = this.#string();
      // Setting it would not make a member of that name.
      if (key === '__proto__' || this.#next() !== 0x3a) throw notPlain;
      this.#position++;
      object[key] = this.#value(node.fields.get(key) ?? nothingShared);
      const code = this.#next();
      this.#position++;
      if (code === 0x7d) return object;
      if (code !== 0x2c) throw notPlain;
    }
  }

  #string(): string {
    const text = this.#text;
    const from = ++this.#position;
    const end = text.indexOf('"', from);
    if (end < 0) throw notPlain;
    if (this.#escape < from) {
      const backslash = text.indexOf('\\', from);
      this.#escape = backslash < 0 ? text.length : backslash;
    }
    if (this.#escape > end) {
      this.#position = end + 1;
      return text.slice(from, end);
    }
    let to = end;
    while (isEscaped(text, to)) {
      to = text.indexOf('"', to + 1);
      if (to < 0) throw notPlain;
    }
    this.#position = to + 1;
    return JSON.parse(text.slice(from - 1, to + 1)) as string;
  }

  /** A number, true, false or null: what stands before the next character that ends a value. */
  #word(): unknown {
    const from = this.#position;
    for (;;) {
      const code = this.#text.charCodeAt(this.#position);
      // A comma, a bracket, a brace, white space, or the end of the text.
      if (code === 0x2c || code === 0x5d || code === 0x7d || code <= 0x20 || Number.isNaN(code)) break;
      this.#position++;
    }
    return JSON.parse(this.#text.slice(from, this.#position));
  }
}

/** Whether the quote at a place is part of the string: an odd number of backslashes stands before it. */
function isEscaped(text: string, quote: number): boolean {
  let first = quote;
  while (text.charCodeAt(first - 1) === 0x5c) first--;
  return (quote - first) % 2 === 1;
}
