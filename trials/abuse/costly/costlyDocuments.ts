import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

/** A request that would cost the router much if it were not refused. */
export interface CostlyRequest {
  readonly name: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** Codes of which the refusal must have one. */
  readonly codes: readonly string[];
}

const times = <Value>(count: number, make: (n: number) => Value): Value[] => [...Array(count).keys()].map(make);

/**
 * The corpus of query denial of service: 200 requests of every known kind, each in several sizes, against the graph of the
 * router's own tests. All of them have to be refused before they are planned.
 */
export function costlyDocuments(): readonly CostlyRequest[] {
  const query = (name: string, text: string, ...codes: string[]): CostlyRequest => ({
    name,
    body: JSON.stringify({ query: text }),
    codes,
  });
  return [
    ...times(16, (n) => aliases(60 + n * 50)).map((text, n) =>
      query(`aliases ${n}`, text, 'LIMIT_ALIASES', 'LIMIT_TOKENS'),
    ),
    ...times(10, (n) => query(`aliases in fragments ${n}`, aliasesInFragments(4 + n), 'LIMIT_ALIASES')),
    ...times(20, (n) => query(`directives ${n}`, directives(60 + n * 30), 'LIMIT_DIRECTIVES', 'LIMIT_TOKENS')),
    ...times(10, (n) =>
      query(`unknown directives ${n}`, unknownDirectives(60 + n * 200), 'LIMIT_DIRECTIVES', 'LIMIT_TOKENS'),
    ),
    ...times(15, (n) => query(`depth ${n}`, nested(21 + n * 100), 'LIMIT_DEPTH', 'LIMIT_TOKENS')),
    ...times(10, (n) =>
      query(`introspection depth ${n}`, introspection(4 + n), 'GRAPHQL_VALIDATION_FAILED', 'LIMIT_DEPTH'),
    ),
    ...times(10, (n) => query(`cycles of fragments ${n}`, cycle(1 + n * 8), 'GRAPHQL_VALIDATION_FAILED')),
    ...times(26, (n) => query(`nested fragments 2^${n + 5}`, doubling(n + 5), 'LIMIT_SELECTIONS', 'LIMIT_REPETITIONS')),
    ...times(10, (n) =>
      query(`fragments that nothing spreads 2^${14 + n * 5}`, unused(14 + n * 5), 'LIMIT_SELECTIONS'),
    ),
    ...times(15, (n) => query(`repeated fields ${n}`, repeated(110 + n * 150), 'LIMIT_REPETITIONS', 'LIMIT_TOKENS')),
    ...times(8, (n) => query(`repeated inline fragments ${n}`, repeatedInline(110 + n * 60), 'LIMIT_REPETITIONS')),
    ...times(8, (n) => query(`pairs of fragments ${n}`, pairs(110 + n * 50), 'LIMIT_REPETITIONS', 'LIMIT_TOKENS')),
    ...times(8, (n) =>
      query(`root fields ${n}`, `{ ${'open '.repeat(21 + n * 100)} }`, 'LIMIT_ROOT_FIELDS', 'LIMIT_REPETITIONS'),
    ),
    ...times(5, (n) =>
      query(`variables ${n}`, variables(1_000 + n * 1_000), 'LIMIT_TOKENS', 'GRAPHQL_VALIDATION_FAILED'),
    ),
    ...times(5, (n) => query(`nested values ${n}`, values(200 + n * 1_000), 'LIMIT_DEPTH')),
    query('one megabyte of tokens', `{ ${'open '.repeat(200_000)} }`, 'LIMIT_TOKENS'),
    query('one megabyte of braces', '{'.repeat(1_000_000), 'LIMIT_TOKENS'),
    query('braces as many as a document may have', '{'.repeat(99_000), 'LIMIT_DEPTH'),
    query('a name of one megabyte', `{ ${'x'.repeat(1_000_000)} }`, 'LIMIT_TOKENS'),
    query('a name as long as a document', `{ ${'x'.repeat(99_000)} }`, 'GRAPHQL_VALIDATION_FAILED'),
    query(
      'fragments that do not exist',
      `{ people { ${times(2_000, (n) => `...F${n}`).join(' ')} } }`,
      'GRAPHQL_VALIDATION_FAILED',
    ),
    query('one megabyte of a comment', `{ open } #${'x'.repeat(1_048_600)}`, 'PAYLOAD_TOO_LARGE'),
    { name: 'a batch of 2', body: batch(2), codes: ['BATCHING_DISABLED'] },
    { name: 'a batch of 10,000', body: batch(10_000), codes: ['BATCHING_DISABLED'] },
    {
      name: 'arrays in arrays',
      body: `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
      codes: ['BATCHING_DISABLED', 'BAD_REQUEST'],
    },
    ...bombs(),
    ...times(5, (n) => nestedVariables(100 * 10 ** n)),
    ...times(5, (n) => query(`cost of lists in lists ${n}`, dear(n), 'LIMIT_COST')),
  ];
}

function aliases(count: number): string {
  return `{ ${times(count, (n) => `a${n}: open`).join(' ')} }`;
}

function aliasesInFragments(levels: number): string {
  return `{ people { ...F0 } } ${doublingFragments(levels + 3, 'a: id b: name')}`;
}

function directives(count: number): string {
  return `{ ${times(count, () => '... @include(if: true) { open }').join(' ')} }`;
}

function unknownDirectives(count: number): string {
  return `{ open ${'@x '.repeat(count)} }`;
}

function nested(levels: number): string {
  return `{ ${'people { '.repeat(levels)} id ${'} '.repeat(levels)} }`;
}

function introspection(levels: number): string {
  return `{ __schema { types { ${'fields { type { '.repeat(levels)} name ${'} } '.repeat(levels)} } } }`;
}

function cycle(length: number): string {
  return `{ people { ...C0 } } ${times(length, (n) => `fragment C${n} on Person { id ...C${(n + 1) % length} }`).join(' ')}`;
}

function doublingFragments(levels: number, inner: string): string {
  const fragments = times(levels, (n) => `fragment F${n} on Person { ...F${n + 1} ...F${n + 1} }`).join(' ');
  return `${fragments} fragment F${levels} on Person { ${inner} }`;
}

function doubling(levels: number): string {
  // Below 2^7 a few repetitions are nobody's harm; they are made many by what the last fragment holds.
  return `{ people { ...F0 } } ${doublingFragments(levels, levels < 8 ? 'id id id id name '.repeat(4) : 'id name')}`;
}

function unused(levels: number): string {
  return `{ open } ${doublingFragments(levels, 'id')}`;
}

function repeated(count: number): string {
  return `{ people { ${'id '.repeat(count)} } }`;
}

function repeatedInline(count: number): string {
  return `{ people { ${'... { id } '.repeat(count)} } }`;
}

function pairs(count: number): string {
  const fragments = times(count, (n) => `fragment P${n} on Person { id }`).join(' ');
  return `{ people { ${times(count, (n) => `...P${n}`).join(' ')} } } ${fragments}`;
}

function variables(count: number): string {
  return `query (${times(count, (n) => `$v${n}: Int`).join(' ')}) { open }`;
}

function values(levels: number): string {
  return `{ echo(text: ${'['.repeat(levels)}${']'.repeat(levels)}) }`;
}

function batch(count: number): string {
  return `[${times(count, () => '{"query":"{ open }"}').join(',')}]`;
}

function dear(n: number): string {
  return `{ ${times(16 + n, () => 'alerts { id owner { id name } }').join(' ')} }`;
}

function nestedVariables(levels: number): CostlyRequest {
  const depth = Math.min(levels, 400_000);
  const value = `${'['.repeat(depth)}${']'.repeat(depth)}`;
  const body = `{"query":"query ($t: String!) { echo(text: $t) }","variables":{"t":${value}}}`;
  return { name: `variables nested ${depth} levels`, body, codes: ['BAD_REQUEST'] };
}

function bombs(): CostlyRequest[] {
  const text = JSON.stringify({ query: `{ open } #${' '.repeat(20_000_000)}` });
  const headers = (encoding: string) => ({ 'content-encoding': encoding });
  const codes = ['CONTENT_ENCODING_UNSUPPORTED'];
  return [
    { name: 'a gzip bomb', headers: headers('gzip'), body: gzipSync(text), codes },
    { name: 'a gzip bomb in a gzip bomb', headers: headers('gzip, gzip'), body: gzipSync(gzipSync(text)), codes },
    { name: 'a deflate bomb', headers: headers('deflate'), body: deflateSync(text), codes },
    { name: 'a brotli bomb', headers: headers('br'), body: brotliCompressSync(text), codes },
  ];
}
