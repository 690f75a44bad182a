import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AcknowledgeAlertDocument, PublishMetricDocument, ReportThreatDocument } from '#generated/operations/demo.ts';
import {
  AddLogEventDocument,
  OnAlertDocument,
  OnDealDocument,
  OnLogEventDocument,
  OnMetricDocument,
} from '#generated/operations/tests.ts';
import { type Actor, actorOf } from './actor.ts';
import { rootTypes } from './apiSchema.ts';
import { causeViolation } from './causeViolation.ts';
import { openEventSource } from './clients/openEventSource.ts';
import { liveDocuments } from './liveDocuments.ts';
import { approve, deployOrderToCash, invoiceAndPay, winDeal } from './orderToCash.ts';
import { startTestPlatform, type TestGraph } from './startTestPlatform.ts';

let graph: TestGraph;
let ada: Actor;
let mia: Actor;
let grace: Actor;

beforeAll(async () => {
  graph = await startTestPlatform();
  ada = actorOf(graph, 'acme', 'ada');
  mia = actorOf(graph, 'acme', 'mia');
  grace = actorOf(graph, 'globex', 'grace');
});
afterAll(() => graph?.close());

/** Causes every event that a subscription field of the graph tells of; waits where one domain waits for another. */
async function causeEverything(actor: Actor, name: string): Promise<void> {
  const { tenant, user } = actor;
  const own = await graph.socket(tenant, user);
  for (const field of ['orderReceived', 'workflowStepUpdated'] as const)
    await own.subscribe(field, liveDocuments[field]);
  await deployOrderToCash(actor);
  await winDeal(actor, name);
  const { orderReceived } = (await own.frame('orderReceived')).payload.data;
  await own.frame('workflowStepUpdated', ({ data }) => data.workflowStepUpdated.status === 'WAITING');
  await approve(graph, actor, orderReceived.id);
  await invoiceAndPay(actor, orderReceived.id);
  const description = `Threat to ${name}`;
  const alert = await actor.act(ReportThreatDocument, {
    input: { severity: 'HIGH', sourceSystem: 'test', description },
  });
  await actor.act(AcknowledgeAlertDocument, { alertId: alert.id, note: `Note of ${name}` });
  await causeViolation(actor, name);
  await actor.act(PublishMetricDocument, { input: { name: `test.${tenant}`, value: 0.5 } });
  await actor.act(AddLogEventDocument, { input: { level: 'INFO', source: 'test', message: name } });
}

describe('every subscription field', () => {
  test('receives its event with fields of other subgraphs, for its own tenant only', async () => {
    expect(Object.keys(liveDocuments).sort()).toEqual(Object.keys(rootTypes.subscription.getFields()).sort());
    const [acme, globex] = await Promise.all([graph.socket('acme', 'ada'), graph.socket('globex', 'grace')]);
    for (const [field, document] of Object.entries(liveDocuments)) {
      await acme.subscribe(field, document);
      await globex.subscribe(field, document);
    }
    await causeEverything(ada, 'Acme Only');
    await causeEverything(grace, 'Globex Only');
    for (const field of Object.keys(liveDocuments)) {
      const [ours, theirs] = [await acme.frame(field), await globex.frame(field)];
      expect({ field, errors: ours.payload.errors }).toEqual({ field, errors: undefined });
      expect(ours.payload.data[field].id).not.toBe(theirs.payload.data[field].id);
      expect(ours.payload.extensions.event).toMatchObject({ id: expect.any(String), timestamp: expect.any(String) });
    }
    // What came besides the first frame of each field is of the own tenant as well.
    expect(JSON.stringify(acme.unread())).not.toMatch(/Globex|globex|Grace/);
    expect(JSON.stringify(globex.unread())).not.toMatch(/Acme|acme|Ada/);
  });
});

describe('subscribers', () => {
  test('with the same document and rights get the same frame, over WebSocket and server-sent events', async () => {
    const [one, two] = await Promise.all([graph.socket('acme', 'ada'), graph.socket('acme', 'ada')]);
    await one.subscribe('metrics', String(OnMetricDocument));
    await two.subscribe('metrics', String(OnMetricDocument));
    const headers = await graph.bearer('acme', 'ada');
    const events = await openEventSource(graph.graphqlUrl, String(OnMetricDocument), {}, headers);
    const { id } = await ada.act(PublishMetricDocument, { input: { name: 'same', value: 1.25, unit: 's' } });
    const frame = (await one.frame('metrics')).payload;
    expect(frame.data).toEqual({ tenantMetricsUpdated: { id, name: 'same', value: 1.25, tenant: { slug: 'acme' } } });
    expect((await two.frame('metrics')).payload).toEqual(frame);
    expect(await events.next()).toEqual(frame);
    await events.close();
  });

  test('get only what their arguments let through', async () => {
    const socket = await graph.socket('acme', 'ada');
    await socket.subscribe('high', String(OnAlertDocument), { minSeverity: 'HIGH' });
    await socket.subscribe('errors', String(OnLogEventDocument), { level: 'ERROR' });
    await socket.subscribe('named', String(OnMetricDocument), { name: 'wanted' });
    const nowhere = '01890000-0000-7000-8000-000000000000';
    await socket.subscribe('nowhere', String(OnDealDocument), { pipelineId: nowhere });
    await socket.subscribe('anywhere', String(OnDealDocument));

    for (const severity of ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const) {
      await ada.act(ReportThreatDocument, { input: { severity, sourceSystem: 'test', description: severity } });
    }
    for (const level of ['WARN', 'ERROR'] as const) {
      await ada.act(AddLogEventDocument, { input: { level, source: 'test', message: level } });
    }
    for (const name of ['other', 'wanted']) await ada.act(PublishMetricDocument, { input: { name, value: 1 } });
    await winDeal(mia, 'Filtered');

    const severities = [await socket.frame('high'), await socket.frame('high')];
    // Alerts are keyed one by one, so their order among one another is open.
    expect(severities.map(({ payload }) => payload.data.alertRaised.severity).sort()).toEqual(['CRITICAL', 'HIGH']);
    expect((await socket.frame('errors')).payload.data.logStreamed.level).toBe('ERROR');
    expect((await socket.frame('named')).payload.data.tenantMetricsUpdated.name).toBe('wanted');
    await socket.frame('anywhere', ({ data }) => data.dealMoved.stage.key === 'won');
    for (const id of ['high', 'errors', 'named', 'nowhere']) expect(socket.unread(id)).toEqual([]);
  });

  test('who leave get nothing more, while others go on', async () => {
    const socket = await graph.socket('acme', 'ada');
    await socket.subscribe('leaving', String(OnMetricDocument));
    await socket.subscribe('staying', String(OnMetricDocument), { name: 'after' });
    await ada.act(PublishMetricDocument, { input: { name: 'before', value: 1 } });
    await socket.frame('leaving');
    await socket.complete('leaving');
    await ada.act(PublishMetricDocument, { input: { name: 'after', value: 1 } });
    await socket.frame('staying');
    expect(socket.unread('leaving')).toEqual([]);
  });

  test('without the right are refused before anything flows', async () => {
    const socket = await graph.socket('platform', 'ops');
    await socket.subscribe('alerts', String(OnAlertDocument));
    const [refused, ...more] = socket.unread();
    expect(refused).toMatchObject({ id: 'alerts', type: 'error' });
    expect(refused?.payload[0]).toMatchObject({
      message: 'Subscription.alertRaised needs the scope inosec:read.',
      extensions: { code: 'FORBIDDEN' },
    });
    expect(more).toEqual([]);
  });
});
