import { unavailable } from './unavailable.ts';

/** Work on the log's database whose failures are reported as EVENT_LOG_UNAVAILABLE. */
export async function onDatabase<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw unavailable(error);
  }
}
