import { setTimeout as wait } from 'node:timers/promises';
import { openStore } from '#kit/tenancy/openStore.ts';
import { prepareDatabase } from '#kit/tenancy/prepareDatabase.ts';
import { clearPersonalData } from '#kit/testkit/clearPersonalData.ts';
import { notesDefinition } from '#kit/testkit/notesDefinition.ts';
import type { LoggedEvent } from '#platform/event-log/eventLog.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { countOutcome, type Outcome, readNotes } from './countOutcome.ts';
import type { KillablePostgres } from './killablePostgres.ts';
import { type OutboxSettings, openLog, tenantId, topic } from './outboxSettings.ts';

/** Where the parts of a trial find their tenant, and the trial its rows. */
export interface OutboxGround {
  readonly settings: OutboxSettings;
  /** Superuser's URL. */
  readonly databaseOfNotes: string;
}

const settledWithin = 120_000;

/** Makes the database of the subgraph with its tenant, and that of the embedded log unless a broker is given. */
export async function prepareOutbox(postgres: KillablePostgres, broker?: string): Promise<OutboxGround> {
  const databaseOfNotes = await postgres.database('notes');
  const urls = await prepareDatabase({
    superuserUrl: databaseOfNotes,
    name: 'notes',
    database: new URL(databaseOfNotes).pathname.slice(1),
    ownerPassword: 'owner-of-the-trial',
    appPassword: 'app-of-the-trial',
  });
  const log = broker === undefined ? { connectionString: await postgres.database('log') } : { broker };
  const runtime = { ...urls, logger: nullLogger, personalData: clearPersonalData };
  const store = await openStore({ definition: notesDefinition, runtime });
  await store.provision(tenantId);
  await store.close();
  return { settings: { ...urls, log }, databaseOfNotes };
}

/** Reads log and rows until nothing is missing any more, or the time is over. */
export async function settledOutcome({ settings, databaseOfNotes }: OutboxGround): Promise<Outcome> {
  const events: LoggedEvent[] = [];
  const log = await openLog(settings);
  const reader = await log.read({ topics: [topic], from: 'start', onEvents: (more) => void events.push(...more) });
  const schema = `t_${tenantId.replaceAll('-', '')}`;
  const end = performance.now() + settledWithin;
  try {
    for (;;) {
      const outcome = countOutcome(await readNotes(databaseOfNotes, schema), events);
      if ((outcome.lost === 0 && outcome.effectsLost === 0) || performance.now() > end) return outcome;
      await wait(200);
    }
  } finally {
    await reader.close();
    await log.close();
  }
}
