import { CodedError } from '#platform/errors/codedError.ts';
import { withDeadline } from './deadline.ts';
import type { KafkaLink } from './link.ts';
import { errorType, type KafkaCluster } from './protocol.ts';
import { unavailable } from './unavailable.ts';

/** Short questions and orders to the cluster, one after another. */
export interface Control {
  /**
   * Does work on the connected cluster; once more on new connections when it fails, because connections that were idle
   * may have died unseen.
   * @throws CodedError EVENT_LOG_UNAVAILABLE within 10 s
   */
  run<T>(work: (cluster: KafkaCluster) => Promise<T>): Promise<T>;
}

const deadlineMs = 10_000;

/** Makes the control of one link. */
export function createControl(link: KafkaLink): Control {
  let last: Promise<unknown> = Promise.resolve();

  async function attempt<T>(work: (cluster: KafkaCluster) => Promise<T>): Promise<T> {
    try {
      return await work(await link.cluster());
    } catch (error) {
      if (error instanceof CodedError) throw error;
      link.reset();
      // A refusal stays a refusal.
      if (errorType(error) === 'TOPIC_AUTHORIZATION_FAILED') throw error;
      return await work(await link.cluster());
    }
  }

  return {
    run(work) {
      const mine = last.then(() =>
        withDeadline(attempt(work), deadlineMs).catch((error) => {
          if (!(error instanceof CodedError) || error.code === 'EVENT_LOG_UNAVAILABLE') link.reset();
          throw unavailable(error);
        }),
      );
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}
