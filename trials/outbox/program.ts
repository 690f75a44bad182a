/**
 * One part of a subgraph in a process of its own, to be killed: `writer`, `relay` or `consumer`. Settings come as JSON in
 * OUTBOX_TRIAL; the process ends with its parent.
 */

import { startConsumers } from '#kit/inbox/startConsumers.ts';
import { startRelay } from '#kit/outbox/startRelay.ts';
import { openStore } from '#kit/tenancy/openStore.ts';
import { clearPersonalData } from '#kit/testkit/clearPersonalData.ts';
import { notesDefinition } from '#kit/testkit/notesDefinition.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { effects } from './effects.ts';
import { type OutboxSettings, openLog, persistently, type WritingPlan } from './outboxSettings.ts';
import { startWriting } from './startWriting.ts';

interface Part extends OutboxSettings {
  readonly part: 'writer' | 'relay' | 'consumer';
  readonly plan: WritingPlan;
  /** Grows with each start, so that numbers of a killed writer are not used again. */
  readonly generation: number;
}

const given = JSON.parse(process.env.OUTBOX_TRIAL!) as Part;
const { databaseUrl, adminUrl } = given;
const runtime = { databaseUrl, adminUrl, logger: nullLogger, personalData: clearPersonalData };
process.on('disconnect', () => process.exit());

if (given.part === 'relay') startRelay({ adminUrl, eventLog: await openLog(given), logger: nullLogger });
else {
  const store = await persistently(() => openStore({ definition: notesDefinition, runtime }));
  if (given.part === 'writer') {
    // Its end by itself tells that everything was written.
    void startWriting(store, given.plan, given.generation).then(() => process.exit());
  } else {
    const eventLog = await openLog(given);
    const definition = { name: 'notes', consumers: [effects] };
    await persistently(() => startConsumers({ definition, store, runtime: { ...runtime, eventLog } }));
  }
}
process.send!('started');
