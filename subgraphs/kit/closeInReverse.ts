import type { Logger } from '#platform/logs/logger.ts';

/** Things that were started, each with its end. */
export interface Started {
  /** Notes something that runs and gives it back. */
  add<T extends { close(): Promise<void> }>(name: string, running: T): T;
  /** Ends everything, the youngest first; a failure is logged and does not keep the others from ending. */
  close(): Promise<void>;
}

/** Keeps what a start has made, so that a stop, or a failure in the middle of the start, ends it in reverse order. */
export function closeInReverse(logger: Logger): Started {
  const running: { name: string; close(): Promise<void> }[] = [];
  let closing: Promise<void> | undefined;
  async function closeAll(): Promise<void> {
    for (let one = running.pop(); one; one = running.pop()) {
      try {
        await one.close();
      } catch (error) {
        logger.error({ err: error, part: one.name }, 'a part did not close cleanly');
      }
    }
  }
  return {
    add(name, part) {
      running.push({ name, close: () => part.close() });
      return part;
    },
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}
