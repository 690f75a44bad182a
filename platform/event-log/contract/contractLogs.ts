import type { EventLog } from '../eventLog.ts';
import type { LogUnderTest } from './logUnderTest.ts';

/** The log of one test, which closes everything at its end. */
export interface ContractLogs {
  readonly opener: LogUnderTest['opener'];
  open(): Promise<EventLog>;
}

/** Runs one test on a log of its own, and cleans up whatever comes of it. */
export async function withLogs(makeLog: () => Promise<LogUnderTest>, work: (logs: ContractLogs) => Promise<void>) {
  const underTest = await makeLog();
  const opened: EventLog[] = [];
  try {
    await work({
      opener: underTest.opener,
      async open() {
        const log = await underTest.open();
        opened.push(log);
        return log;
      },
    });
  } finally {
    await Promise.all(opened.map((log) => log.close()));
    await underTest.dispose();
  }
}
