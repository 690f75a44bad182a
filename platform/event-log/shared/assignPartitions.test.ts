import { expect, test } from '@jest/globals';
import { assignPartitions, type TopicPartition } from './assignPartitions.ts';

const partitions = (topic: string, amount: number): TopicPartition[] =>
  Array.from({ length: amount }, (_, partition) => ({ topic, partition }));

const names = (some: TopicPartition[]) => some.map(({ topic, partition }) => `${topic}${partition}`);

test('every partition has exactly one member, and loads differ by one at most', () => {
  const all = ['a', 'b', 'c'].flatMap((topic) => partitions(topic, 4));
  for (const amount of [1, 2, 3, 5, 12]) {
    const members = Array.from({ length: amount }, (_, i) => ({ member: 70 + i * 3, topics: ['a', 'b', 'c'] }));
    const shares = members.map(({ member }) => names(assignPartitions(member, [...members].reverse(), all)));
    expect(shares.flat().sort()).toEqual(names(all).sort());
    if (amount <= 3) expect(Math.max(...shares.map((share) => share.length))).toBe(Math.ceil(12 / amount));
  }
});

test('partitions go to members that consume their topic only', () => {
  const members = [
    { member: 1, topics: ['a'] },
    { member: 2, topics: ['a', 'b'] },
  ];
  const all = [...partitions('a', 4), ...partitions('b', 2)];
  expect(names(assignPartitions(1, members, all))).toEqual(['a0', 'a2']);
  expect(names(assignPartitions(2, members, all))).toEqual(['a1', 'a3', 'b0', 'b1']);
});

test('a member that is not among the living gets nothing', () => {
  expect(assignPartitions(9, [{ member: 1, topics: ['a'] }], partitions('a', 4))).toEqual([]);
  expect(assignPartitions(9, [], partitions('a', 4))).toEqual([]);
});
