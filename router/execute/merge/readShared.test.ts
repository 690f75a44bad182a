import { describe, expect, test } from '@jest/globals';
import { type SharedNode, sharedReader } from './readShared.ts';

const leaf = (): SharedNode => ({ shared: true, fields: new Map() });
const users: SharedNode = {
  shared: false,
  fields: new Map([
    [
      'users',
      {
        shared: true,
        fields: new Map([
          ['friend', leaf()],
          ['friends', leaf()],
        ]),
      },
    ],
    ['others', leaf()],
  ]),
};
/** Long enough not to be left to JSON.parse. */
const padding = 'x'.repeat(5_000);
const read = sharedReader(users);

interface User {
  readonly id: string;
  readonly friend?: object;
  readonly friends?: readonly object[];
}
interface Answer {
  readonly users: readonly User[];
  readonly others: readonly object[];
}

test('objects of one node with the same text are one object, of different nodes they are not', () => {
  const friend = { id: 'f', name: 'Ada "the first" \\ \u2028', tags: ['a', 1.5e-3, null, true, false, {}] };
  const data = {
    users: [
      { id: '1', friend, friends: [friend, friend] },
      { id: '2', friend, friends: [] },
      { id: '1', friend, friends: [friend, friend] },
    ],
    others: [friend, { ...friend, name: 'Alan' }],
    padding,
  };
  const answer = read(JSON.stringify(data)) as Answer;
  expect(answer).toEqual(data);
  const [one, two, again] = answer.users;
  expect(again).toBe(one);
  expect(two).not.toBe(one);
  expect(two?.friend).toBe(one?.friend);
  expect(one?.friends?.[1]).toBe(one?.friends?.[0]);
  // Nodes have tables of their own: what a later step does with objects of one place it must not do with those of another.
  expect(one?.friends?.[0]).not.toBe(one?.friend);
  expect(answer.others[0]).not.toBe(one?.friend);
});

test('objects that begin alike and end differently stay apart', () => {
  const long = 'the same long beginning '.repeat(10);
  const answer = read(
    JSON.stringify({ users: [0, 1, 0, 2, 3, 4, 5, 6, 6].map((n) => ({ id: long, n })), padding }),
  ) as Answer;
  expect(answer.users).toEqual([0, 1, 0, 2, 3, 4, 5, 6, 6].map((n) => ({ id: long, n })));
  expect(answer.users[2]).toBe(answer.users[0]);
});

describe('whatever the text, the outcome is that of JSON.parse', () => {
  const outcome = (parse: (text: string) => unknown, text: string): unknown => {
    try {
      return { value: parse(text) };
    } catch (error) {
      return { error: (error as Error).name };
    }
  };
  const around = (text: string) => `{"padding":"${padding}","users":${text}}`;

  test.each([
    '[{"id":"1"},{"id":"1"}]',
    '[{"id":"1"} , {"id":"1"}\n]',
    '[]',
    '[ ]',
    '{}',
    '{ }',
    '[{}]',
    '""',
    '"\\""',
    '"\\\\"',
    '"a\\\\\\"b"',
    '"\\u00e9\\ud83d\\ude00"',
    '-0',
    '1e400',
    '12345678901234567890',
    '[1,2.50,-3]',
    'null',
    '{"id":"1","id":"2"}',
    '{"__proto__":{"a":1}}',
    '{"\\u005f_proto__":{"a":1}}',
    '{"constructor":1,"toString":2}',
    '{"1":1,"0":0}',
    '[1,]',
    '[,1]',
    '{"a":1,}',
    '{"a"}',
    '{a:1}',
    "{'a':1}",
    '[1 2]',
    'tru',
    'nul',
    'undefined',
    'NaN',
    '01',
    '1.',
    '.5',
    '+1',
    '"a',
    '"\\"',
    '"\\x"',
    '[',
    '{',
    '[{"id":"1"}',
    ']',
    '',
    '"a\nb"',
    '[1]]',
    '{}}',
    '1,"users":2',
    '\u00a01',
    '/**/1',
  ])('%s', (text) => {
    const one = outcome(read, around(text));
    // A line break in a string is read, and escaped when it is written; nothing else is taken that is not JSON.
    if (text === '"a\nb"') expect(one).toEqual({ value: { padding, users: 'a\nb' } });
    else expect(one).toEqual(outcome(JSON.parse, around(text)));
  });

  test('of random values, whole and cut', () => {
    let seed = 11;
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
      return (seed >> 8) % below;
    };
    const texts = ['', 'id', 'friend', 'a"b', 'back\\slash', '\u0001', 'ä😀', '}', '{"id":', 'users'];
    const value = (depth: number): unknown => {
      const kind = random(depth > 4 ? 4 : 7);
      if (kind === 0) return texts[random(texts.length)];
      if (kind === 1) return random(1_000) / 8 - 20;
      if (kind === 2) return [true, false, null][random(3)];
      if (kind === 3) return `${random(3)}`;
      if (kind === 4) return Array.from({ length: random(4) }, () => value(depth + 1));
      return Object.fromEntries(
        Array.from({ length: random(4) }, () => [
          ['id', 'friend', 'friends', 'users', 'x'][random(5)],
          value(depth + 1),
        ]),
      );
    };
    for (let n = 0; n < 1_000; n++) {
      const text = around(JSON.stringify(Array.from({ length: 4 }, () => value(0))));
      expect(outcome(read, text)).toEqual(outcome(JSON.parse, text));
      const cut = text.slice(0, text.length - 1 - random(40));
      expect(outcome(read, cut)).toEqual(outcome(JSON.parse, cut));
    }
  });
});
