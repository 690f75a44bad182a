import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Principal } from '#platform/identity/principal.ts';
import { forEveryAudience } from './audience.ts';
import { parseManifest } from './manifest.ts';
import { Safelist } from './safelist.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');
const apollo = (operations: unknown) =>
  JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations });

describe('manifests', () => {
  test("of codegen and of Apollo's tools say the same", () => {
    const text = 'query A { a }';
    const expected = [{ id: sha256(text), text, name: undefined }];
    expect(parseManifest(JSON.stringify({ [sha256(text)]: text }), 'user', 'm').operations).toEqual(expected);
    expect(parseManifest(JSON.stringify({ [`sha256:${sha256(text)}`]: text }), 'user', 'm').operations).toEqual(
      expected,
    );
    const operation = { id: sha256(text), name: 'A', type: 'query', body: text };
    expect(parseManifest(apollo([operation]), 'user', 'm').operations).toEqual([{ ...expected[0], name: 'A' }]);
    expect(parseManifest(JSON.stringify({ [sha1(text)]: text, own: text }), 'user', 'm').operations).toHaveLength(2);
  });

  test.each([
    ['is not JSON', 'no'],
    ['is not a JSON object', '[]'],
    ['has no text for x', '{"x":1}'],
    ['has a text that does not fit its identifier', JSON.stringify({ [sha256('{ a }')]: '{ b }' })],
    ['has a text that does not fit its identifier', JSON.stringify({ [sha1('{ a }')]: '{ b }' })],
    ['has a format that is not known', '{"format":"other","version":1,"operations":[]}'],
    ['has a version other than 1', '{"format":"apollo-persisted-query-manifest","version":2,"operations":[]}'],
    ['has no list of operations', '{"format":"apollo-persisted-query-manifest","version":1}'],
    ['has an operation that is no object', apollo([1])],
    ['has an operation without id or body', apollo([{ id: 'x' }])],
    [
      'has the identifier x twice',
      apollo([
        { id: 'x', body: '{ a }' },
        { id: 'x', body: '{ b }' },
      ]),
    ],
  ])('%s: refused', (fault, json) => {
    expect(() => parseManifest(json, 'user', 'file.json')).toThrow(
      expect.objectContaining({ code: 'MANIFEST_INVALID', message: expect.stringContaining(`file.json ${fault}`) }),
    );
  });
});

describe('safelist', () => {
  const principal = (roles: string[], partner?: string): Principal => ({
    tenantId: 't',
    tenantSlug: 't',
    userId: 'u',
    roles,
    scopes: [],
    attributes: partner === undefined ? {} : { partner },
    tokenExpiresAt: 0,
  });
  const manifest = (scope: string) =>
    parseManifest(JSON.stringify({ [`id-${scope}`]: `{ ${scope.replace(':', '_')} }` }), scope, 'm');
  const safelist = new Safelist(['public', 'user', 'partner', 'partner:one', 'partner:two'].map(manifest), {
    ...forEveryAudience('open'),
    partner: 'safelist',
  });

  test('gives every caller the operations of its own manifests alone', () => {
    const callers: [Principal | null, string[]][] = [
      [null, ['id-public']],
      [principal([]), ['id-user']],
      [principal(['admin', 'member']), ['id-user']],
      [principal(['partner']), ['id-partner']],
      [principal(['partner'], 'one'), ['id-partner', 'id-partner:one']],
      [principal(['partner', 'admin'], 'two'), ['id-partner', 'id-partner:two']],
      [principal([], 'one'), ['id-user']],
      [principal(['partner'], 'three'), ['id-partner']],
    ];
    const all = safelist.operations.map(({ id }) => id);
    for (const [caller, expected] of callers) {
      expect(all.filter((id) => safelist.textOf(caller, id) !== undefined)).toEqual(expected);
      const texts = safelist.operations.filter(({ text }) => safelist.has(caller, text));
      expect(texts.map(({ id }) => id)).toEqual(expected);
    }
  });

  test('has a mode per audience', () => {
    expect([null, principal([]), principal(['partner'])].map((caller) => safelist.modeOf(caller))).toEqual([
      'open',
      'open',
      'safelist',
    ]);
  });
});
