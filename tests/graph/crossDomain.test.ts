import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OnAlertDocument, OnOrderDocument, OnStepDocument, RaiseAlarmDocument } from '#generated/operations/tests.ts';
import { type Actor, actorOf } from './actor.ts';
import type { GraphSocket, SocketMessage } from './clients/graphSocket.ts';
import { approve, deployOrderToCash, invoiceAndPay, winDeal, workflowsOf } from './orderToCash.ts';
import { startTestPlatform, type TestGraph } from './startTestPlatform.ts';

let graph: TestGraph;
let ada: Actor;
let alan: Actor;
let mia: Actor;
let socket: GraphSocket;

beforeAll(async () => {
  graph = await startTestPlatform();
  [ada, alan, mia] = ['ada', 'alan', 'mia'].map((user) => actorOf(graph, 'acme', user)) as [Actor, Actor, Actor];
  socket = await graph.socket('acme', 'ada');
  await socket.subscribe('orders', String(OnOrderDocument));
  await socket.subscribe('steps', String(OnStepDocument));
  await socket.subscribe('alerts', String(OnAlertDocument));
});
afterAll(() => graph?.close());

const orderOf = async (dealTitle: string): Promise<string> =>
  (await socket.frame('orders', ({ data }) => data.orderReceived.deal?.title === dealTitle)).payload.data.orderReceived
    .id;

function step(orderId: string, wanted: { nodeId?: string; status: string; instance?: string }): Promise<SocketMessage> {
  return socket.frame('steps', ({ data: { workflowStepUpdated: seen } }) => {
    const { nodeId = seen.nodeId, status, instance = seen.instance.status } = wanted;
    return (
      seen.instance.subjectId === orderId &&
      seen.nodeId === nodeId &&
      seen.status === status &&
      seen.instance.status === instance
    );
  });
}

describe('domains work together by events', () => {
  test('a won deal becomes one order, whose workflow its payment completes', async () => {
    await deployOrderToCash(ada);
    const { customerId, dealId } = await winDeal(mia, 'Road Runner');
    const orderId = await orderOf('Deal with Road Runner');

    await step(orderId, { nodeId: 'ApproveOrder', status: 'WAITING' });
    await approve(graph, alan, orderId);
    await step(orderId, { nodeId: 'PaymentReceived', status: 'WAITING' });
    await invoiceAndPay(alan, orderId);
    await step(orderId, { status: 'COMPLETED', instance: 'COMPLETED' });

    expect(await workflowsOf(graph, ada, orderId)).toMatchObject([{ status: 'COMPLETED' }]);
    const { body } = await graph.ask(
      'acme',
      'ada',
      `query Made($customerId: ID!, $dealId: ID!) {
        customer(id: $customerId) {
          orders { edges { node { id status total { amount currency } deal { id } invoices { status } } } }
          balance { amount }
        }
        deal(id: $dealId) { stage { kind } order { id } }
      }`,
      { customerId, dealId },
    );
    const total = { amount: '950.25', currency: 'EUR' };
    const order = { id: orderId, status: 'PAID', total, deal: { id: dealId }, invoices: [{ status: 'PAID' }] };
    expect(body.data).toEqual({
      customer: { orders: { edges: [{ node: order }] }, balance: [] },
      deal: { stage: { kind: 'WON' }, order: { id: orderId } },
    });
  });

  test('three rate-limit alarms of one caller raise one alert, and of different callers none', async () => {
    const alarm = (subject: string) =>
      alan.act(RaiseAlarmDocument, { input: { subject, limitPerMinute: 600, observed: 900 } });
    await alarm('quiet caller');
    await alarm('another quiet caller');
    for (let count = 0; count < 3; count++) await alarm('noisy caller');
    const raised = await socket.frame('alerts');
    expect(raised.payload.data.alertRaised.description).toContain('noisy caller');

    // Alarms of one tenant are judged in order: the alert of a later caller would come after one more of the first.
    for (let count = 0; count < 3; count++) await alarm('late caller');
    const next = await socket.frame('alerts');
    expect(next.payload.data.alertRaised.description).toContain('late caller');
    const { body } = await graph.ask('acme', 'ada', '{ alerts { totalCount } }');
    expect(body.data).toEqual({ alerts: { totalCount: 2 } });
  });
});
