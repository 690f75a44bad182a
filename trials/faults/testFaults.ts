import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Fault, killed, networkFaults } from './fault.ts';
import type { FaultGround } from './faultGround.ts';
import { playFault } from './playFault.ts';

const during = 3_000;

/** The short form of the trial on one service: every fault for three seconds. Whether all was in time is judged by the full form. */
export function testFaults(
  name: string,
  open: () => Promise<FaultGround>,
  faults: readonly Fault[] = [...networkFaults, killed],
): void {
  let ground: FaultGround;
  beforeAll(async () => {
    ground = await open();
  });
  afterAll(() => ground?.close());

  test.each(faults.map((fault) => [fault.name, fault] as const))(
    `those who rely on ${name} bear %s: nothing is lost, no call hangs, and all is well again without a restart`,
    async (_name, fault) => {
      expect((await playFault(ground, fault, during)).problems).toEqual([]);
    },
    480_000,
  );
}
