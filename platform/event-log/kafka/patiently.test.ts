import { describe, expect, test } from '@jest/globals';
import { KafkaJSProtocolError } from 'kafkajs';
import { isWorthAWord, patiently } from './patiently.ts';

/** An answer of a broker as kafkajs gives it. */
const answer = (type: string) => new KafkaJSProtocolError(Object.assign(new Error(type), { type, code: 1 }));

describe('failures that are tried again', () => {
  test.each(['NOT_COORDINATOR_FOR_GROUP', 'GROUP_LOAD_IN_PROGRESS', 'LEADER_NOT_AVAILABLE'])(
    '%s: nobody hears of it unless it lasts',
    (type) => {
      expect([1, 2, 3, 4].map((failures) => isWorthAWord(answer(type), failures))).toEqual([false, false, false, true]);
    },
  );

  test('everything else is told at once', () => {
    expect(isWorthAWord(answer('GROUP_AUTHORIZATION_FAILED'), 1)).toBe(true);
    expect(isWorthAWord(new Error('connect ECONNREFUSED'), 1)).toBe(true);
  });
});

describe('work on what was made a moment ago', () => {
  test('is done again until it is in place', async () => {
    let left = 3;
    const work = async () => {
      if (left-- > 0) throw answer('UNKNOWN_TOPIC_OR_PARTITION');
      return 'done';
    };
    expect(await patiently(work)).toBe('done');
  });

  test('is not done again by a broker that no longer is the right one', async () => {
    let asked = 0;
    const work = async () => {
      asked += 1;
      throw answer('NOT_COORDINATOR_FOR_GROUP');
    };
    await expect(patiently(work)).rejects.toMatchObject({ type: 'NOT_COORDINATOR_FOR_GROUP' });
    expect(asked).toBe(1);
  });
});
