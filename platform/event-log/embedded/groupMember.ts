import type { Pool } from 'pg';
import type { ConsumeOptions } from '../eventLog.ts';
import { assignPartitions, type LiveMember } from '../shared/assignPartitions.ts';
import type { GroupPartition } from './groupPartition.ts';
import type { HeadWatch } from './headWatch.ts';
import { type PartitionWork, startPartitionWork } from './partitionWork.ts';
import type { SessionConnection } from './session.ts';

/** One member of a group, in this process. */
export interface GroupMember {
  readonly groupId: number;
  /** Tells the group that this member lives, once per connection. */
  register(connection: SessionConnection): Promise<void>;
  /** Takes and leaves partitions so that the group's members share them evenly. */
  balance(connection: SessionConnection, live: readonly LiveMember[]): Promise<void>;
  wake(topic: string, partition: number): void;
  /** Ends all its work, waiting for what runs, and leaves the group. */
  leave(connection: SessionConnection | undefined): Promise<void>;
}

/** What a member is made of. */
export interface GroupMemberOptions extends Pick<ConsumeOptions, 'topics' | 'onEvents' | 'onError'> {
  readonly groupId: number;
  readonly partitions: readonly GroupPartition[];
  /** Locks held by this process: PostgreSQL gives a lock again to the session that has it. */
  readonly heldHere: Set<string>;
  /** Called when a partition was left, so that somebody can take it. */
  onLeft(): void;
}

/** Makes a member that is not registered yet. */
export function createGroupMember(pool: Pool, watch: HeadWatch, options: GroupMemberOptions): GroupMember {
  const { groupId, partitions, heldHere } = options;
  const works = new Map<string, PartitionWork>();
  const name = ({ topic, partition }: { topic: string; partition: number }) => `${partition}/${topic}`;
  let leaving = false;
  let number = 0;
  let registeredOn: SessionConnection | undefined;

  async function take(partition: GroupPartition, connection: SessionConnection): Promise<void> {
    const { lockId } = partition;
    if (heldHere.has(lockId)) return;
    heldHere.add(lockId);
    let taken = false;
    try {
      const { rows } = await connection.query('SELECT pg_try_advisory_lock($1) AS taken', [lockId]);
      taken = rows[0].taken;
    } finally {
      if (!taken) heldHere.delete(lockId);
    }
    if (!taken) return;
    const work = startPartitionWork(pool, watch, connection, partition, options);
    works.set(name(partition), work);
    if (leaving) work.stop();
    void work.ended.then(async () => {
      await connection.query('SELECT pg_advisory_unlock($1)', [lockId]).catch(() => undefined);
      works.delete(name(partition));
      heldHere.delete(lockId);
      options.onLeft();
    });
  }

  return {
    groupId,
    async register(connection) {
      if (registeredOn === connection || leaving) return;
      const { rows } = await connection.query(`SELECT nextval('event_log.member_numbers')::int AS number`);
      number = rows[0].number;
      await connection.query('SELECT pg_advisory_lock($1::int, $2::int)', [groupId, number]);
      await connection.query('INSERT INTO event_log.group_members (group_id, member, topics) VALUES ($1, $2, $3)', [
        groupId,
        number,
        options.topics,
      ]);
      await connection.query(
        `DELETE FROM event_log.group_members m WHERE m.group_id = $1 AND NOT EXISTS (
           SELECT FROM event_log.live_members l WHERE l.group_id = m.group_id AND l.member = m.member)`,
        [groupId],
      );
      await connection.query(`SELECT pg_notify('event_log_group', $1)`, [String(groupId)]);
      registeredOn = connection;
    },
    async balance(connection, live) {
      if (leaving) return;
      const mine = new Set(assignPartitions(number, live, partitions).map(name));
      for (const [key, work] of works) if (!mine.has(key)) work.stop();
      for (const partition of partitions) {
        if (mine.has(name(partition)) && !works.has(name(partition)) && !leaving) await take(partition, connection);
      }
    },
    wake: (topic, partition) => works.get(`${partition}/${topic}`)?.wake(),
    async leave(connection) {
      leaving = true;
      for (const work of works.values()) work.stop();
      await Promise.all([...works.values()].map((work) => work.ended));
      if (!connection || connection !== registeredOn) return;
      try {
        await connection.query('DELETE FROM event_log.group_members WHERE group_id = $1 AND member = $2', [
          groupId,
          number,
        ]);
        await connection.query('SELECT pg_advisory_unlock($1::int, $2::int)', [groupId, number]);
        await connection.query(`SELECT pg_notify('event_log_group', $1)`, [String(groupId)]);
      } catch (error) {
        // With the session its locks are gone, and others see this member as gone too.
        if (!connection.lost.aborted) throw error;
      }
    },
  };
}
