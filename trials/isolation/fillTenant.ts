import {
  AcknowledgeAlertDocument,
  CreateLeadDocument,
  PublishMetricDocument,
  ReportThreatDocument,
} from '#generated/operations/demo.ts';
import {
  AddLogEventDocument,
  OnOrderDocument,
  OnStepDocument,
  RaiseAlarmDocument,
} from '#generated/operations/tests.ts';
import { type Actor, actorOf } from '#tests/graph/actor.ts';
import { causeViolation } from '#tests/graph/causeViolation.ts';
import { approve, deployOrderToCash, invoiceAndPay, invoiceOf, winDeal } from '#tests/graph/orderToCash.ts';
import type { TestGraph } from '#tests/graph/startTestPlatform.ts';

/** Mutations that no other test needs typed; each takes an input whose texts hold the canary. */
const furniture: readonly (readonly [text: string, input: (canary: string) => object])[] = [
  ['updateTenant(input: $input) { __typename } }', (canary) => ({ name: canary })],
  [
    'updateProfile(input: $input) { __typename } }',
    (canary) => ({ name: canary, department: canary, costCentre: canary }),
  ],
  ['inviteUser(input: $input) { __typename } }', (canary) => ({ name: canary, email: `${canary}@example.com` })],
  ['createWorkspace(input: $input) { __typename } }', (canary) => ({ name: canary, description: canary })],
  ['createDetectionRule(input: $input) { __typename } }', (canary) => ({ name: canary, threshold: 50 })],
  ['createProject(input: $input) { __typename } }', (canary) => ({ name: canary, description: canary })],
  ['createTask(input: $input) { __typename } }', (canary) => ({ title: canary, description: canary })],
  [
    'createProduct(input: $input) { __typename } }',
    (canary) => ({ sku: canary, name: canary, price: { amount: '7.50', currency: 'EUR' } }),
  ],
];

/**
 * Gives a tenant rows of every kind through the public API, with a canary in every text that a caller can write: a deal
 * that became a paid order, one whose order waits with an open invoice, contacts and activities, an alert of its own and one
 * that alarms raised, and what else a tenant has.
 */
export async function fillTenant(graph: TestGraph, tenant: string, user: string, canary: string): Promise<void> {
  const admin = actorOf(graph, tenant, user);
  const socket = await graph.socket(tenant, user);
  await socket.subscribe('orders', String(OnOrderDocument));
  await socket.subscribe('steps', String(OnStepDocument));
  for (const [text, input] of furniture) {
    await mustSucceed(graph, admin, `mutation Furnish($input: ${inputTypeOf(text)}!) { ${text}`, input(canary));
  }
  await deployOrderToCash(admin);
  await admin.act(CreateLeadDocument, { input: { name: canary, email: `${canary}@example.com`, company: canary } });
  for (const paid of [true, false]) {
    const { customerId, dealId } = await winDeal(admin, canary);
    const orderId = (await socket.frame('orders')).payload.data.orderReceived.id;
    await socket.frame('steps', ({ data }) => data.workflowStepUpdated.status === 'WAITING');
    if (paid) {
      await approve(graph, admin, orderId);
      await invoiceAndPay(admin, orderId);
      await socket.frame('steps', ({ data }) => data.workflowStepUpdated.instance.status === 'COMPLETED');
    } else await invoiceOf(admin, orderId);
    const contact = { customerId, name: canary, email: `${canary}@example.com`, phone: canary, role: canary };
    await mustSucceed(
      graph,
      admin,
      'mutation Furnish($input: AddContactInput!) { addContact(input: $input) { __typename } }',
      contact,
    );
    await mustSucceed(
      graph,
      admin,
      'mutation Furnish($input: LogActivityInput!) { logActivity(input: $input) { __typename } }',
      { kind: 'CALL', subject: canary, body: canary, customerId, dealId },
    );
  }
  const threat = { severity: 'HIGH', sourceSystem: canary, description: canary } as const;
  const alert = await admin.act(ReportThreatDocument, { input: threat });
  await admin.act(AcknowledgeAlertDocument, { alertId: alert.id, note: canary });
  await causeViolation(admin, canary);
  await admin.act(PublishMetricDocument, {
    input: { name: `trial.${canary}`.replaceAll('-', '_'), value: 1, unit: '1' },
  });
  await admin.act(AddLogEventDocument, { input: { level: 'INFO', source: canary, message: canary } });
  for (let count = 0; count < 3; count++) {
    await admin.act(RaiseAlarmDocument, { input: { subject: canary, limitPerMinute: 1, observed: 2 } });
  }
  await socket.close();
}

function inputTypeOf(text: string): string {
  const name = text.slice(0, text.indexOf('('));
  return `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
}

async function mustSucceed(graph: TestGraph, { tenant, user }: Actor, text: string, input: object): Promise<void> {
  const { body } = await graph.ask(tenant, user, text, { input });
  const [result] = Object.values(body.data ?? {}) as { __typename: string }[];
  if (body.errors || !result || /^(NotFound|InvalidInput|Conflict)$/.test(result.__typename)) {
    throw new Error(`${tenant} could not be filled by ${text}: ${JSON.stringify(body)}`);
  }
}
