import { createHash } from 'node:crypto';
import type { Random } from '../input/random.ts';
import type { PartnerRequest } from './partnerWays.ts';

/** The identifier of a text. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const hashed = (sha256Hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } });

/** Makes a request that is not on the partner's list, from one that is and one that is on another's. */
type Maker = (listed: string, foreign: string, n: number) => PartnerRequest;

/** The kinds of what a partner may not send; the first word says which of the three of the trial it is. */
const kinds: Readonly<Record<string, Maker>> = {
  'ad-hoc query': (_, __, n) => ({ query: `{ echo(text: "${n}") }` }),
  'ad-hoc mutation': (_, __, n) => ({ query: `mutation { raise(id: ${n}) { id } }` }),
  'ad-hoc subscription': (_, __, n) => ({ query: `subscription { ticks(count: ${1 + (n % 3)}) { number } }` }),
  'ad-hoc introspection': (_, __, n) => ({ query: `{ __schema { types { a${n}: name } } }` }),
  'ad-hoc, registered by its hash': (_, __, n) => {
    const query = `{ open echo(text: "${n}") }`;
    return { query, ...hashed(sha256(query)) };
  },
  'ad-hoc, by a hash that others registered': () => hashed(sha256('{ open }')),
  'ad-hoc, by a name of every object': (_, __, n) => ({ documentId: ['__proto__', 'constructor', 'toString'][n % 3]! }),
  'altered by a space': (listed, _, n) => ({ query: listed.replace(' ', ' '.repeat(2 + (n % 50))) }),
  'altered by a comment': (listed, _, n) => ({ query: `${listed} #${n}` }),
  'altered by a field': (listed, _, n) => ({ query: listed.replace('{ ', `{ a${n}: open `) }),
  'altered by a field, under its identifier': (listed, _, n) => ({
    query: listed.replace('{ ', `{ a${n}: open `),
    documentId: sha256(listed),
  }),
  'altered by a space, under its hash': (listed) => ({ query: `${listed} `, ...hashed(sha256(listed)) }),
  'altered by an operation more': (listed, _, n) => ({
    query: `${listed} query Other${n} { echo(text: "x") }`,
    operationName: `Other${n}`,
  }),
  'altered by a byte order mark': (listed) => ({ query: `\ufeff${listed}` }),
  'altered identifier': (listed, _, n) => ({ documentId: sha256(`${listed}${n}`) }),
  'altered letters of its identifier': (listed) => ({ documentId: sha256(listed).toUpperCase() }),
  'altered, half of its identifier': (listed) => ({ documentId: sha256(listed).slice(0, 40) }),
  'altered, its identifier as another algorithm': (listed) => ({ documentId: `sha1:${sha256(listed)}` }),
  'foreign identifier': (_, foreign) => ({ documentId: sha256(foreign) }),
  'foreign hash': (_, foreign) => hashed(sha256(foreign)),
  'foreign text': (_, foreign) => ({ query: foreign }),
  'foreign text under its identifier': (_, foreign) => ({ query: foreign, documentId: sha256(foreign) }),
  'foreign text under a listed identifier': (listed, foreign) => ({ query: foreign, documentId: sha256(listed) }),
  'listed text under a foreign identifier': (listed, foreign) => ({ query: listed, documentId: sha256(foreign) }),
};

/** A request that must not be executed, and what kind it is of. */
export interface UnlistedRequest {
  readonly kind: string;
  readonly request: PartnerRequest;
}

/** The n-th of them: every kind in turn, each with other texts and numbers. */
export function unlistedRequest(
  n: number,
  random: Random,
  listed: readonly string[],
  foreign: readonly string[],
): UnlistedRequest {
  const names = Object.keys(kinds);
  const kind = names[n % names.length]!;
  return { kind, request: kinds[kind]!(random.pick(listed), random.pick(foreign), n) };
}
