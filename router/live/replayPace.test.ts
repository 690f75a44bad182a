import { expect, test } from '@jest/globals';
import { ReplayPace } from './replayPace.ts';

const { signal } = new AbortController();

test('a replay takes at least as long as its events divided by the pace, less what may be taken at once', async () => {
  const pace = new ReplayPace(200);
  const begun = performance.now();
  for (let event = 0; event < 70; event++) await pace.take('a', signal);
  // 50 events may be taken at once, 20 more take 100 ms; timers may fire a millisecond early.
  expect(performance.now() - begun).toBeGreaterThanOrEqual(90);
});

test('another tenant is not slowed down', async () => {
  const pace = new ReplayPace(1);
  const slow = new AbortController();
  await pace.take('a', slow.signal);
  const waiting = pace.take('a', slow.signal);
  await pace.take('b', signal);
  slow.abort();
  await expect(waiting).rejects.toThrow('abort');
});
