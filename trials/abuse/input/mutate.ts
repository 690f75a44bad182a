import type { Random } from './random.ts';

/** Pieces of text that parsers of HTTP, JSON and GraphQL may stumble over. */
const pieces = [
  '"',
  "'",
  '\\',
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  ':',
  ',',
  '$',
  '@',
  '...',
  '#',
  '"""',
  '\u0000',
  '\ufeff',
  '\u2028',
  '\ud800',
  '\u{1f600}',
  '\\u0000',
  '\\ud800',
  '__proto__',
  'constructor',
  '__typename',
  '__schema',
  'null',
  'true',
  '-0',
  '1e999',
  '9'.repeat(400),
  'NaN',
  'query',
  'mutation',
  'subscription',
  'fragment',
  'on',
  '@skip(if: true)',
  '@defer',
  '@stream',
  '@include(if: $x)',
  '...F',
  'extensions',
  'documentId',
  'persistedQuery',
  'é'.repeat(50),
  ' '.repeat(500),
  '\n\n',
  '\r\n',
  '%00',
  '../',
  'x'.repeat(5_000),
  '{"a":'.repeat(80),
  '[['.repeat(80),
];

/** Changes a text at one to four places: cuts, repeats, exchanges, inserts. */
export function mutateText(random: Random, text: string): string {
  let mutated = text;
  for (let left = 1 + random.below(4); left > 0; left--) {
    const at = random.below(mutated.length + 1);
    const to = Math.min(mutated.length, at + 1 + random.below(20));
    const change = random.below(6);
    if (change === 0) mutated = mutated.slice(0, at) + mutated.slice(to);
    else if (change === 1) mutated = mutated.slice(0, at) + random.pick(pieces) + mutated.slice(at);
    else if (change === 2)
      mutated = mutated.slice(0, to) + mutated.slice(at, to).repeat(1 + random.below(5)) + mutated.slice(to);
    else if (change === 3) mutated = mutated.slice(0, at);
    else if (change === 4)
      mutated = mutated.slice(0, at) + String.fromCharCode(random.below(65_536)) + mutated.slice(to);
    else mutated = mutated.slice(0, at) + random.pick(pieces) + mutated.slice(to);
  }
  return mutated;
}

/** Puts a value of the wrong kind somewhere into a JSON value. */
export function mutateValue(random: Random, value: unknown): unknown {
  const odd = [null, true, -1, 1e308, '', 'text', [], {}, [[[]]], { length: 5 }, ['a', 1], 'x'.repeat(10_000)];
  if (typeof value !== 'object' || value === null || random.below(4) === 0) return random.pick(odd);
  const copy = structuredClone(value) as Record<string, unknown>;
  const keys = Object.keys(copy);
  if (keys.length === 0 || random.below(5) === 0) copy[random.pick(pieces)] = random.pick(odd);
  else {
    const key = random.pick(keys);
    copy[key] = random.below(2) === 0 ? mutateValue(random, copy[key]) : random.pick(odd);
  }
  return copy;
}
