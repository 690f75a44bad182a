import { describe, expect, test } from '@jest/globals';
import { LeakWatch } from './leakWatch.ts';
import type { TenantFacts } from './tenantFacts.ts';

const [theirs, known, own] = [1, 2, 3].map((digit) => `01890000-0000-7000-8000-00000000000${digit}`) as [
  string,
  string,
  string,
];

function facts(slug: string, ids: readonly string[]): TenantFacts {
  const rows = { checksums: new Map(), ids: new Set(ids), tables: new Map() };
  return {
    slug,
    user: 'admin',
    tenantId: `${slug}-id`,
    canary: `canary-${slug}`,
    rows,
    ids: new Map(),
    cursors: new Map(),
  };
}

const watch = () => new LeakWatch(facts('globex', [theirs, known]), facts('acme', [own]));

describe('what counts as a leak', () => {
  test.each([
    ['a text of the other tenant', '{}', '{"name":"canary-globex"}', 1],
    ['an id of the other tenant', '{}', `{"id":"${theirs}"}`, 1],
    ['each of two ids', '{}', `["${theirs}","${known}"]`, 2],
    ['an id that the request named', `{"id":"${theirs}"}`, `{"id":"${theirs}"}`, 0],
    ['own texts and ids', '{}', `{"name":"canary-acme","id":"${own}"}`, 0],
  ])('%s', (_what, request, answer, leaks) => {
    const each = watch();
    each.check('here', request, answer);
    expect(each.leaks).toHaveLength(leaks);
  });

  test('an id that an own change kept comes back to its sender', () => {
    const each = watch();
    each.noteChange(`{"assignedTo":"${theirs}"}`);
    each.check('here', '{}', `{"assignedTo":{"id":"${theirs}"}}`);
    each.check('there', '{}', `{"id":"${known}"}`);
    expect(each.leaks.map(({ place }) => place)).toEqual(['there']);
  });

  test('an answer that tells ids of the other tenant from ids of nobody', () => {
    const each = watch();
    each.compare('same', '{}', `{"message":"no ${theirs}"}`, `{"message":"no ${own}"}`);
    each.compare('other', '{}', '{"code":"FORBIDDEN"}', '{"code":"NOT_FOUND"}');
    expect(each.leaks.map(({ place }) => place)).toEqual(['other']);
  });
});
