import { startRelay } from '#kit/outbox/startRelay.ts';
import { ownerPool } from '#kit/tenancy/ownerQueries.ts';
import { notesDefinition } from '#kit/testkit/notesDefinition.ts';
import { startTestStore, tenantA } from '#kit/testkit/startTestStore.ts';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';

/** One round of the relay: a full outbox until it is empty. */
export interface RelayRound {
  readonly events: number;
  readonly milliseconds: number;
  /** CPU of this process, which runs relay and log client; PostgreSQL and Kafka are other processes. */
  readonly cpuMilliseconds: number;
  readonly lost: number;
  readonly twice: number;
  readonly outOfOrder: number;
}

/** As many keys as a busy hour has customers and orders. */
const keys = 500;

const fill = `
  INSERT INTO shared.outbox (tenant_id, event)
  SELECT $1::text::uuid, json_build_object('topic', $3::text, 'key', $1::text || ':' || n % ${keys},
    'header', json_build_object('event_id', gen_random_uuid(), 'event_name', 'lead.created', 'source', 'bench',
      'timestamp', '2026-01-31T09:30:00.000Z', 'tenant_id', $1::text, 'trace_id', repeat('d', 32), 'version', '1.0.0',
      'schema', 'urn:inopsio:event:lead.created:1.0.0'),
    'payload', json_build_object('lead_id', n, 'tenant_id', $1::text, 'name', repeat('n', 80), 'email', repeat('e', 100),
      'source', 'web', 'assigned_to', NULL, 'created_at', '2026-01-31T09:30:00.000Z'))
  FROM generate_series(1, $2::int) n`;

/** Measures rounds with one relay each; the outbox is filled before the clock starts. */
export async function measureRelay(eventLog: EventLog, rounds: number, events: number): Promise<RelayRound[]> {
  const fixture = await startTestStore(notesDefinition);
  const pool = ownerPool(fixture.runtime.adminUrl, 'bench', nullLogger);
  const results: RelayRound[] = [];
  try {
    await pool.query('DELETE FROM shared.outbox');
    for (let round = 0; round < rounds; round++) {
      const topic = `bench.relay.${process.pid}.${round}`;
      await pool.query(fill, [tenantA, events, topic]);
      await eventLog.end([topic]);
      const arrivals = await countArrivals(eventLog, topic, events);
      const [began, cpu] = [performance.now(), process.cpuUsage()];
      const relay = startRelay({ adminUrl: fixture.runtime.adminUrl, eventLog: arrivals.log, logger: nullLogger });
      await arrivals.acknowledged;
      const milliseconds = performance.now() - began;
      const { user, system } = process.cpuUsage(cpu);
      await relay.close();
      results.push({ events, milliseconds, cpuMilliseconds: (user + system) / 1_000, ...(await arrivals.verify()) });
    }
  } finally {
    await pool.close();
    await fixture.close();
  }
  return results;
}

/** Watches appends for the clock, and reads the topic afterwards for the counts. */
async function countArrivals(eventLog: EventLog, topic: string, events: number) {
  const { promise: acknowledged, resolve } = Promise.withResolvers<void>();
  let appended = 0;
  const log: EventLog = {
    ...eventLog,
    async append(records) {
      const positions = await eventLog.append(records);
      appended += records.length;
      if (appended >= events) resolve();
      return positions;
    },
  };
  async function verify() {
    const last = new Map<string, number>();
    const seen = new Set<number>();
    let [total, outOfOrder] = [0, 0];
    const { promise, resolve: done } = Promise.withResolvers<void>();
    const reader = await eventLog.read({
      topics: [topic],
      from: 'start',
      onEvents(batch) {
        for (const { key, payload } of batch) {
          const n = Number(payload.lead_id);
          if (n < (last.get(key) ?? 0)) outOfOrder += 1;
          last.set(key, n);
          seen.add(n);
          total += 1;
        }
        if (total >= appended) done();
      },
    });
    await promise;
    await reader.close();
    return { lost: events - seen.size, twice: total - seen.size, outOfOrder };
  }
  return { log, acknowledged, verify };
}
