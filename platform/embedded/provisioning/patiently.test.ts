import { expect, test } from '@jest/globals';
import { GraphRefusal } from './graphClient.ts';
import { patiently } from './patiently.ts';

const late = { message: 'A part of the graph did not answer in time.', extensions: { retryable: true } };
const forbidden = { message: 'Not allowed.', extensions: { retryable: false } };

/** Refuses with these errors in turn, then serves. */
function refusing(...refusals: (readonly (typeof late)[] | undefined)[]) {
  let calls = 0;
  const work = async (): Promise<string> => {
    if (calls++ < refusals.length) throw new GraphRefusal('ops of platform', 504, refusals[calls - 1]);
    return 'served';
  };
  return { work, calls: () => calls };
}

test('what was refused for the moment only is asked again until it is served', async () => {
  const { work, calls } = refusing([late], [late, late]);
  expect(await patiently(60_000, work)).toBe('served');
  expect(calls()).toBe(3);
});

test.each([
  ['that stays', [forbidden]],
  ['of which a part stays', [late, forbidden]],
  ['that says nothing', undefined],
])('a refusal %s is not repeated', async (_what, errors) => {
  const { work, calls } = refusing(errors);
  await expect(patiently(60_000, work)).rejects.toThrow(/^The API refused ops of platform: /);
  expect(calls()).toBe(1);
});

test('nothing is repeated once the time is over', async () => {
  const { work, calls } = refusing([late]);
  await expect(patiently(0, work)).rejects.toThrow('did not answer in time');
  expect(calls()).toBe(1);
});
