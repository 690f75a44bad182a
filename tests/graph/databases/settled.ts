import type pg from 'pg';
import type { TestPlatform } from '../../platform.ts';
import { connect } from './connect.ts';

/**
 * Resolves when every event has left its outbox and had its effects. Asks the databases again and again: that nothing is
 * left to do anywhere is a state, which no event tells of.
 */
export async function settled(platform: TestPlatform): Promise<void> {
  const names = [...platform.databases.keys()];
  const connections = await Promise.all([...names, 'event_log'].map((name) => connect(platform, name)));
  const [log, ...subgraphs] = [connections.at(-1)!, ...connections.slice(0, -1)];
  const count = async (client: pg.Client, sql: string) => Number((await client.query(sql)).rows[0].count);
  const waiting = async () => {
    let sum = 0;
    for (const client of subgraphs) {
      sum += await count(
        client,
        'SELECT (SELECT count(*) FROM shared.outbox) + (SELECT count(*) FROM shared.deferred_events) AS count',
      );
    }
    return sum;
  };
  const unread = () =>
    count(
      log,
      `SELECT count(*) FROM event_log.group_positions g JOIN event_log.partitions p USING (topic, partition)
        WHERE g.next_offset < p.next_offset`,
    );
  try {
    // Outboxes before and after the log: the last effect may have put an event into one of them.
    while ((await waiting()) + (await unread()) + (await waiting()) > 0);
  } finally {
    await Promise.all(connections.map((client) => client.end()));
  }
}
