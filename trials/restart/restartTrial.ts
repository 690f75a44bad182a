import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { interruptedStory } from './interruptedStory.ts';
import { judge } from './judge.ts';
import { killablePlatform } from './killablePlatform.ts';
import { readStoredEvents } from './storedEvents.ts';
import { createSurvivor } from './survivor.ts';

/** How the trial went. */
export interface RestartReport {
  readonly rounds: number;
  readonly kills: number;
  /** What was lost or happened twice, by round; empty where all is well. */
  readonly faults: readonly string[];
}

/**
 * Plays order to cash while the whole platform is killed by SIGKILL around every change, and counts what is left: no
 * event lost, none twice in effect. Kills alternate between right after an answer and while the request is under way.
 *
 * @param rounds stories; each has five kills
 */
export async function restartTrial(rounds: number): Promise<RestartReport> {
  const dataDir = await mkdtemp(join(tmpdir(), 'inopsio-restart-'));
  const platform = killablePlatform(dataDir);
  const survivor = createSurvivor(platform, dataDir);
  const ends: Awaited<ReturnType<typeof interruptedStory>>[] = [];
  let requests = 0;
  try {
    await survivor.comeBack();
    for (let round = 0; round < rounds; round += 1) {
      ends.push(
        await interruptedStory(survivor, () => {
          requests += 1;
          return { point: requests % 2 === 1 ? 'after the answer' : 'under way', delay: (requests * 7) % 40 };
        }),
      );
    }
    await survivor.listener.close();
    await platform.stop();
    const stored = await readStoredEvents(dataDir);
    const faults = ends.flatMap((end, round) => judge(end, stored).map((fault) => `round ${round + 1}: ${fault}`));
    return { rounds, kills: platform.kills, faults };
  } finally {
    await platform.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
