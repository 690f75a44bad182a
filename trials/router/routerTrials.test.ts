import { describe, expect, test } from '@jest/globals';
import { routerTrials } from './routerTrials.ts';

describe('the router under load and faults, in short', () => {
  test('no request fails while supergraphs are exchanged, and bad ones are refused', async () => {
    const { figures, faults } = await routerTrials.swap!(true);
    expect(faults).toEqual([]);
    expect(figures).toMatchObject({ 'requests failed': 0, 'bad supergraphs offered and refused': 2 });
    expect(figures['frames received']).toBe(figures['frames due to subscriptions that no swap concerned']);
  }, 480_000);

  test('a subgraph that is killed, stalls, resets or answers nonsense costs clients its own fields alone', async () => {
    expect((await routerTrials.shaping!(true)).faults).toEqual([]);
  }, 480_000);

  test('clients that leave, leave no work in a subgraph and nothing in the router', async () => {
    expect((await routerTrials.cancel!(true)).faults).toEqual([]);
  }, 480_000);

  test('three times as much as the router can do is answered or refused, each request, and health probes are answered', async () => {
    const { figures, faults } = await routerTrials.overload!(true);
    expect(faults).toEqual([]);
    const sums = Object.entries(figures).filter(([name]) => name.endsWith('sent / answered / refused'));
    expect(sums).toHaveLength(2);
    for (const [, counts] of sums) {
      const [sent, answered, refused] = String(counts).split(' / ').map(Number);
      expect(answered! + refused!).toBe(sent);
    }
  }, 480_000);
});
