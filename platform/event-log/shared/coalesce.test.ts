import { expect, test } from '@jest/globals';
import { coalesce } from './coalesce.ts';

test('calls that come during a question share the next one, and each name is asked once', async () => {
  const asked: string[][] = [];
  const answers: ((answer: number) => void)[] = [];
  const ask = coalesce((names) => {
    asked.push(names);
    return new Promise<number>((resolve) => answers.push(resolve));
  });
  const first = ask(['a']);
  await Promise.resolve();
  await Promise.resolve();
  const [second, third] = [ask(['b', 'a']), ask(['b', 'c'])];
  answers[0]!(1);
  expect(await first).toBe(1);
  await new Promise(setImmediate);
  answers[1]!(2);
  expect(await Promise.all([second, third])).toEqual([2, 2]);
  expect(asked).toEqual([['a'], ['b', 'a', 'c']]);
});

test('a failed question fails those who asked it, and not the next', async () => {
  let failing = true;
  const ask = coalesce(async (names) => {
    if (failing) throw new Error('not now');
    return names.length;
  });
  await expect(ask(['a'])).rejects.toThrow('not now');
  failing = false;
  expect(await ask(['a', 'b'])).toBe(2);
});
