import { describe } from '@jest/globals';
import { appendContract } from './appendContract.ts';
import { closeContract } from './closeContract.ts';
import { groupContract } from './groupContract.ts';
import type { LogUnderTest } from './logUnderTest.ts';
import { memberContract } from './memberContract.ts';
import { positionContract } from './positionContract.ts';
import { readContract } from './readContract.ts';

/**
 * Defines the tests that every event log passes.
 * @param name how the log is called in the output
 * @param makeLog gives a log without topics or groups that the test knows; called once per test
 */
export function eventLogContract(name: string, makeLog: () => Promise<LogUnderTest>): void {
  describe(`event log contract: ${name}`, () => {
    describe('append', () => appendContract(makeLog));
    describe('read', () => readContract(makeLog));
    describe('positions', () => positionContract(makeLog));
    describe('groups', () => groupContract(makeLog));
    describe('members of a group', () => memberContract(makeLog));
    describe('close', () => closeContract(makeLog));
  });
}
