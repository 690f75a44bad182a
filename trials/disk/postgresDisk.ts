import { setTimeout as wait } from 'node:timers/promises';
import { startConsumers } from '#kit/inbox/startConsumers.ts';
import { startRelay } from '#kit/outbox/startRelay.ts';
import { openStore } from '#kit/tenancy/openStore.ts';
import { clearPersonalData } from '#kit/testkit/clearPersonalData.ts';
import { notesDefinition } from '#kit/testkit/notesDefinition.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { effects } from '../outbox/effects.ts';
import { startKillablePostgres } from '../outbox/killablePostgres.ts';
import { outboxFaults } from '../outbox/outboxFaults.ts';
import { prepareOutbox, settledOutcome } from '../outbox/outboxGround.ts';
import { openLog } from '../outbox/outboxSettings.ts';
import type { TrialReport } from '../report/trialReport.ts';
import { DiskWriter } from './diskWriter.ts';
import { smallDisk } from './smallDisk.ts';

const megabytes = 256;
const refusalsWanted = 50;
const callWithin = 15_000;
const healthyWithin = 10_000;
const codes = ['STORE_FULL', 'STORE_UNAVAILABLE', 'COMMIT_UNKNOWN', 'STATEMENT_TIMEOUT'];

/**
 * PostgreSQL's disk becomes full under store, relay, embedded log and consumer. Where the server ends for want of room for
 * its journal, whoever watches over it, here the trial, starts it again once there is room.
 * @param seconds of use before and after
 */
export async function postgresDisk(seconds: number): Promise<TrialReport> {
  const disk = await smallDisk(megabytes);
  const postgres = await startKillablePostgres(disk.path);
  const ground = await prepareOutbox(postgres);
  const { databaseUrl, adminUrl } = ground.settings;
  const runtime = { databaseUrl, adminUrl, logger: nullLogger, personalData: clearPersonalData };
  const store = await openStore({ definition: notesDefinition, runtime });
  const eventLog = await openLog(ground.settings);
  const relay = startRelay({ adminUrl, eventLog, logger: nullLogger });
  const definition = { name: 'notes', consumers: [effects] };
  const consumers = await startConsumers({ definition, store, runtime: { ...runtime, eventLog } });
  const writer = new DiskWriter(store);
  const { calls } = writer;
  const refusals = () => Object.values(calls.refused).reduce((sum, count) => sum + count, 0);
  try {
    await wait(seconds * 1_000);
    const before = calls.succeeded;
    await disk.fill();
    while (refusals() < refusalsWanted) await wait(50);
    const whileFull = { ...calls.refused };
    const ended = postgres.hasEnded;
    await disk.free();
    const begin = performance.now();
    if (ended) await postgres.restart();
    const written = calls.succeeded;
    while (calls.succeeded === written) await wait(20);
    const healthyAfter = performance.now() - begin;
    await wait(seconds * 1_000);
    await writer.stop();
    const outcome = await settledOutcome(ground);
    const lost = await writer.lostOf(ground.databaseOfNotes);
    const faults = outboxFaults(outcome);
    if (lost > 0) faults.push(`${lost} acknowledged transactions are lost`);
    const missed: string[] = [];
    if (calls.longest > callWithin) missed.push(`a transaction took ${Math.round(calls.longest)} ms`);
    if (healthyAfter > healthyWithin) missed.push(`healthy only after ${Math.round(healthyAfter)} ms`);
    for (const code of Object.keys(calls.refused)) if (!codes.includes(code)) faults.push(`refused with ${code}`);
    return {
      name: 'Full disk under PostgreSQL',
      load: `tmpfs of ${megabytes} MB filled while four writers, relay, embedded log and consumer work, then freed`,
      figures: {
        'transactions acknowledged before': before,
        'transactions acknowledged in all': calls.succeeded,
        'acknowledged and lost': lost,
        'refused while full, by code': Object.entries(whileFull)
          .map(([code, count]) => `${code} ${count}`)
          .join(', '),
        'longest transaction, s': (calls.longest / 1_000).toFixed(1),
        'the server ended for want of room': ended ? 'yes' : 'no',
        'writes again after, s': (healthyAfter / 1_000).toFixed(1),
        ...outcome,
      },
      faults,
      missed,
    };
  } finally {
    await writer.stop();
    await consumers.close();
    await relay.close();
    await eventLog.close();
    await store.close();
    await postgres.stop();
    await disk.remove();
  }
}
