import type { Fault, FaultTarget } from './fault.ts';

/** Use of what relies on the service that is hurt. */
export interface FaultTraffic {
  /** Uses it once more, again and again until it works; for several callers at the same time. */
  use(): Promise<void>;
  /** Resolves when one more use went all the way, and everybody who should know says that all is well. */
  wholeWay(): Promise<void>;
  /** Resolves when everything that was acknowledged has come where it has to come. */
  settled(): Promise<void>;
  /** How each call ended, well or badly, so far. */
  readonly calls: CallRecord;
  /** What must not be, and was: something acknowledged is lost, an order is broken. */
  faults(): string[];
  /** What took longer than it may, besides the calls themselves. */
  missed?(): string[];
  close(): Promise<void>;
}

/** A service behind a proxy, and those who rely on it. */
export interface FaultGround {
  readonly target: FaultTarget;
  readonly faults: readonly Fault[];
  /** Callers at the same time. */
  readonly callers: number;
  /** Milliseconds within which every call has to end, well or badly. */
  readonly endsWithin: number;
  /** Codes with which calls may be refused. */
  readonly codes: readonly string[];
  /** @param name of the fault; different for each traffic */
  traffic(name: string): Promise<FaultTraffic>;
  close(): Promise<void>;
}

/** Counts calls, and knows the longest. */
export class CallRecord {
  succeeded = 0;
  longest = 0;
  readonly refused: Record<string, number> = {};

  /** Runs a call. @returns whether it succeeded; what it threw is counted by its code */
  async of(call: () => Promise<unknown>): Promise<boolean> {
    const begin = performance.now();
    try {
      await call();
      this.succeeded++;
      return true;
    } catch (error) {
      const { code, message } = error as { code?: string; message?: string };
      const reason = code ?? message ?? String(error);
      this.refused[reason] = (this.refused[reason] ?? 0) + 1;
      return false;
    } finally {
      this.longest = Math.max(this.longest, performance.now() - begin);
    }
  }
}
