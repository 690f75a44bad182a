import { endRun } from './endRun.ts';

/** No suite takes a tenth of this on a machine of two cores. */
const limitMs = 20 * 60_000;

/** What jest tells of a suite. */
interface Suite {
  readonly path: string;
}

/**
 * A jest reporter that ends a run whose suite hangs in what no test's own limit covers, such as loading a module, and
 * names the suite: a run that is cut off from outside says nothing.
 */
export default class SuiteLimit {
  readonly #running = new Map<string, NodeJS.Timeout>();

  onTestFileStart({ path }: Suite): void {
    const limit = setTimeout(() => endRun(`${path} has not ended after ${limitMs / 60_000} minutes.`), limitMs);
    this.#running.set(path, limit.unref());
  }

  onTestFileResult({ path }: Suite): void {
    clearTimeout(this.#running.get(path));
    this.#running.delete(path);
  }
}
