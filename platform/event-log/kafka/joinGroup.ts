import { CodedError } from '#platform/errors/codedError.ts';
import type { ConsumeOptions, LogConsumer } from '../eventLog.ts';
import { backOff } from '../shared/backOff.ts';
import type { KafkaParts } from './kafkaParts.ts';
import { longestPauseMs } from './link.ts';
import { findCoordinator, joinGeneration, joinUnanswered, type Member } from './membership.ts';
import { isWorthAWord } from './patiently.ts';
import { errorType } from './protocol.ts';
import { unavailable } from './unavailable.ts';
import { workGeneration } from './workGeneration.ts';

/** What shows that the group is divided anew, or has gone on without this member: it joins again, and nobody is told. */
const rejoin = new Set(['REBALANCE_IN_PROGRESS', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', joinUnanswered]);

/**
 * Makes a member of a group, on topics that exist. Resolves when the group's coordinator is found.
 *
 * The member is `joining`; then `working` on its share, until the group is divided anew; then `draining`, when it waits
 * for the calls that run; then `joining` again. After a failure it connects anew behind a growing delay. Closed, it drains
 * and leaves.
 *
 * The requests are ours and not those of kafkajs's consumer, because that one rejoins while calls still run, so that two
 * members work on one partition, and holds up all partitions behind the slowest call.
 *
 * @throws CodedError EVENT_LOG_UNAVAILABLE when no coordinator is found, or what else kept it from topics or group
 */
export async function joinGroup(
  parts: KafkaParts,
  options: ConsumeOptions,
  sessionTimeoutMs: number,
): Promise<LogConsumer> {
  const { group, topics, onError = () => undefined } = options;
  const [link, fetchLink] = [parts.link('member'), parts.link('member-fetch')];
  const stop = new AbortController();
  const finished = new Map<string, number>();
  const member: Member = { group, topics, sessionTimeoutMs, memberId: '' };

  async function coordinator() {
    return findCoordinator(await link.cluster(), parts, group);
  }

  async function generation(): Promise<void> {
    const joined = await joinGeneration(await coordinator(), parts, member);
    await workGeneration({
      parts,
      generation: joined,
      options,
      link: fetchLink,
      finished,
      onError,
      stop: stop.signal,
    });
  }

  async function run(): Promise<void> {
    let failures = 0;
    while (!stop.signal.aborted) {
      const begin = performance.now();
      try {
        await generation();
      } catch (error) {
        if (stop.signal.aborted) return;
        if (performance.now() - begin > sessionTimeoutMs) failures = 0;
        const type = errorType(error);
        if (type === 'UNKNOWN_MEMBER_ID') member.memberId = '';
        if (type !== undefined && rejoin.has(type)) {
          parts.logger.debug({ group, type }, 'a consumer group is divided anew');
          if (type === joinUnanswered) link.reset();
          continue;
        }
        link.reset();
        failures += 1;
        if (isWorthAWord(error, failures)) onError(unavailable(error));
        await backOff(failures, stop.signal, longestPauseMs);
      }
    }
  }

  async function leave(): Promise<void> {
    const { memberId } = member;
    if (memberId === '') return;
    try {
      await (await coordinator()).leaveGroup({ groupId: parts.names.inCluster(group), memberId });
    } catch (error) {
      // The coordinator notices by itself that it is gone, when the session has timed out.
      parts.logger.debug({ err: error, group }, 'a member could not say that it leaves');
    }
  }

  try {
    await parts.control.run((cluster) => findCoordinator(cluster, parts, group));
  } catch (error) {
    throw error instanceof CodedError ? error : unavailable(error);
  }
  const running = run();
  return {
    async close() {
      stop.abort();
      await running;
      await leave();
      link.reset();
      fetchLink.reset();
    },
  };
}
