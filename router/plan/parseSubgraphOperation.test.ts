import { expect, test } from '@jest/globals';
import { parseSubgraphOperation, selectionOfAlias } from './parseSubgraphOperation.ts';

const text = 'query($r:[_Any!]!){a:_entities(representations:$r){...F}} fragment F on User{name}';

test('an operation is parsed once in one piece of work, and not kept afterwards', async () => {
  const first = parseSubgraphOperation(text);
  expect(parseSubgraphOperation(text)).toBe(first);
  expect(parseSubgraphOperation('{b}')).not.toBe(first);
  await Promise.resolve();
  expect(parseSubgraphOperation(text)).not.toBe(first);
  expect(parseSubgraphOperation(text)).toEqual(first);
});

test('its fragments are known by name, and what it selects by root key', () => {
  const { operation, fragments } = parseSubgraphOperation(text);
  expect([...fragments.keys()]).toEqual(['F']);
  expect(selectionOfAlias('a', operation).selections).toHaveLength(1);
  expect(selectionOfAlias('none', operation).selections).toEqual([]);
});
