import type { Pool } from 'pg';
import type { Logger } from '#platform/logs/logger.ts';
import type { ConsumeOptions, LogConsumer } from '../eventLog.ts';
import { createGroupMember, type GroupMember } from './groupMember.ts';
import type { GroupPartition } from './groupPartition.ts';
import type { HeadWatch } from './headWatch.ts';
import { onDatabase } from './onDatabase.ts';
import { readEnds } from './readEnds.ts';
import type { SessionConnection } from './session.ts';

/** The members of groups that live in this process. */
export interface Groups {
  /** Joins a group, on topics that exist. */
  join(options: ConsumeOptions): Promise<LogConsumer>;
  /** Shares partitions out anew; harmless at any time, quick when nothing changed. */
  balance(): Promise<void>;
}

/** @param connection gives the session's present connection */
export function createGroups(
  pool: Pool,
  watch: HeadWatch,
  connection: () => SessionConnection | undefined,
  logger: Logger,
): Groups {
  const members = new Set<GroupMember>();
  const heldHere = new Set<string>();
  let balancing: Promise<void> | undefined;
  let again = false;

  function balance(): Promise<void> {
    again = true;
    balancing ??= repeat().finally(() => {
      balancing = undefined;
    });
    return balancing;
  }

  async function repeat(): Promise<void> {
    while (again) {
      again = false;
      const present = connection();
      if (!present || members.size === 0) return;
      try {
        await balanceOn(present);
      } catch (error) {
        // A lost session comes back and balances again; anything else is tried again at the next tick.
        if (!present.lost.aborted) logger.error({ err: error }, 'consumer groups could not be balanced');
      }
    }
  }

  async function balanceOn(present: SessionConnection): Promise<void> {
    const mine = [...members];
    for (const member of mine) await member.register(present);
    const { rows } = await present.query(
      'SELECT group_id, member, topics FROM event_log.live_members WHERE group_id = ANY ($1)',
      [mine.map((member) => member.groupId)],
    );
    for (const member of mine) {
      await member.balance(
        present,
        rows.filter((row) => row.group_id === member.groupId),
      );
    }
  }

  return {
    balance,
    async join({ group, topics, onEvents, onError }) {
      const { groupId, partitions } = await onDatabase(() => joinGroup(pool, group, topics));
      const onLeft = () => void balance();
      const member = createGroupMember(pool, watch, {
        groupId,
        partitions,
        topics,
        onEvents,
        onError,
        heldHere,
        onLeft,
      });
      const unfollow = watch.follow({ topics, onGrowth: member.wake, onError: onError ?? (() => undefined) });
      try {
        watch.learn(await readEnds(pool, topics));
      } catch (error) {
        unfollow();
        throw error;
      }
      members.add(member);
      await balance();
      return {
        async close() {
          if (!members.delete(member)) return;
          unfollow();
          await balancing;
          await member.leave(connection());
        },
      };
    },
  };
}

/** Makes the group and its positions where they are missing. A new group begins at the start of each topic. */
async function joinGroup(pool: Pool, group: string, topics: readonly string[]) {
  await pool.query('INSERT INTO event_log.consumer_groups (name) VALUES ($1) ON CONFLICT DO NOTHING', [group]);
  const groups = await pool.query('SELECT id FROM event_log.consumer_groups WHERE name = $1', [group]);
  const groupId: number = groups.rows[0].id;
  await pool.query(
    `INSERT INTO event_log.group_positions (group_id, topic, partition, next_offset)
       SELECT $1, topic, partition, first_offset FROM event_log.partitions WHERE topic = ANY ($2) ON CONFLICT DO NOTHING`,
    [groupId, topics],
  );
  const { rows } = await pool.query(
    `SELECT topic, partition, lock_id AS "lockId" FROM event_log.group_positions
      WHERE group_id = $1 AND topic = ANY ($2) ORDER BY topic, partition`,
    [groupId, topics],
  );
  return { groupId, partitions: rows as GroupPartition[] };
}
