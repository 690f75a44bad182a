import { describe, expect, test } from '@jest/globals';
import { Kind, parse } from 'graphql';
import { compileSharing } from './shareEqual.ts';

function sharingOf(selection: string, generateCode: boolean) {
  const [definition] = parse(`{${selection}}`).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation');
  return compileSharing(definition.selectionSet, { fragments: new Map(), keyNames: new Set(['id']), generateCode });
}

describe.each([true, false])('with code generation %s', (generateCode) => {
  test('equal objects of one selection become one, from the leaves up', () => {
    const sharing = sharingOf('posts{text author{id posts{id tags}}}', generateCode);
    const author = () => ({ id: 'a', posts: [{ id: 'p', tags: ['x'] }] });
    const data = {
      posts: [
        { text: '1', author: author() },
        { text: '2', author: author() },
      ],
    };
    const before = structuredClone(data);
    sharing?.apply(data);
    expect(data).toEqual(before);
    expect(data.posts[1]?.author).toBe(data.posts[0]?.author);
    expect(sharing?.paths).toEqual([
      ['posts', 'author', 'posts'],
      ['posts', 'author'],
    ]);
  });

  test('objects that differ in anything stay apart', () => {
    const sharing = sharingOf('users{id name friends{id}}', generateCode);
    const users = [
      { id: 'a', name: 'A', friends: [{ id: 'b' }] },
      { id: 'a', name: null, friends: [{ id: 'b' }] },
      { id: 'a', name: 'A', friends: [{ id: 'b' }, { id: 'c' }] },
      { id: 'a', name: 'A', friends: null },
    ];
    const data = { users: [...users] };
    sharing?.apply(data);
    expect(data.users.map((user, index) => user === users[index])).toEqual([true, true, true, true]);
    expect(data.users[1]?.friends?.[0]).toBe(data.users[0]?.friends?.[0]);
  });

  test('objects of different types are compared in all that either may have', () => {
    const sharing = sharingOf('media{id ...on Book{author{id}} ...on Film{author{id name}}}', generateCode);
    const media = [
      { id: '1', author: { id: 'a' } },
      { id: '1', author: { id: 'a' } },
      { id: '1', author: { id: 'a', name: 'A' } },
    ];
    const data = { media: [...media] };
    sharing?.apply(data);
    expect(data.media.map((each) => media.indexOf(each))).toEqual([0, 0, 2]);
  });
});

test('without keys nothing is compared', () => {
  expect(sharingOf('users{name}', true)).toBeUndefined();
});
