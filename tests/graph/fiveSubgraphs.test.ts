import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { AcknowledgeAlertDocument, CreateLeadDocument, ReportThreatDocument } from '#generated/operations/demo.ts';
import {
  AddCustomerDocument,
  AddDealDocument,
  AddOrderDocument,
  AddProductDocument,
  DashboardDocument,
  type DashboardQuery,
  OnStepDocument,
} from '#generated/operations/tests.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { type Actor, actorOf } from './actor.ts';
import type { GraphSocket } from './clients/graphSocket.ts';
import { deployOrderToCash, invoiceOf } from './orderToCash.ts';
import { startTestPlatform, type TestGraph } from './startTestPlatform.ts';

let graph: TestGraph;
let ada: Actor;
let socket: GraphSocket;
let productId: string;
let made = 0;

beforeAll(async () => {
  graph = await startTestPlatform();
  ada = actorOf(graph, 'acme', 'ada');
  socket = await graph.socket('acme', 'ada');
  await socket.subscribe('steps', String(OnStepDocument));
  await deployOrderToCash(ada);
  const price = { amount: '19.99', currency: 'EUR' };
  productId = (await ada.act(AddProductDocument, { input: { sku: 'anvil', name: 'Anvil', price } })).id;
});
afterAll(() => graph?.close());

/** Users in turn, so that a page names several. */
const userOf = (number: number): string => graph.principal('acme', ['ada', 'alan', 'mia', 'vic'][number % 4]!).userId;

/** One row of everything that the dashboard lists: lead, customer with deal, order, invoice and workflow, alert. */
async function makeRow(number: number): Promise<void> {
  const owner = userOf(number);
  const name = `Number ${number}`;
  const input = { name, email: 'lead@example.com', source: 'WEB', assignedTo: owner } as const;
  await ada.act(CreateLeadDocument, { input });
  const customerId = (await ada.act(AddCustomerDocument, { input: { name, owner } })).id;
  const value = { amount: '100.00', currency: 'EUR' };
  await ada.act(AddDealDocument, { input: { customerId, title: name, value, owner } });
  const order = await ada.act(AddOrderDocument, { input: { customerId, lines: [{ productId, quantity: 2 }] } });
  await socket.frame(
    'steps',
    ({ data: { workflowStepUpdated: seen } }) => seen.instance.subjectId === order.id && seen.status === 'WAITING',
  );
  await invoiceOf(ada, order.id);
  const threat = { severity: 'LOW', sourceSystem: 'test', description: name } as const;
  const alert = await ada.act(ReportThreatDocument, { input: threat });
  await ada.act(AcknowledgeAlertDocument, { alertId: alert.id });
}

async function growTo(rows: number): Promise<void> {
  while (made < rows) await makeRow(made++);
}

async function askDashboard(first: number) {
  const requestId = uuidv7();
  const data = await graph.request('acme', 'ada', DashboardDocument, { first }, { 'x-request-id': requestId });
  return { data, cost: graph.costs.of(requestId) };
}

/** Nothing of the dashboard is missing for any of its rows. */
function expectWhole({ tenant, leads, customers, alerts, workflowInstances }: DashboardQuery, rows: number): void {
  expect(tenant?.name).toBe('Acme Tools');
  const lists = [leads.edges, customers.edges, alerts.edges, workflowInstances.edges];
  expect(lists.map(({ length }) => length)).toEqual([rows, rows, rows, rows]);
  expect(leads.edges.every(({ node }) => node.assignedTo?.name)).toBe(true);
  for (const { node } of customers.edges) {
    expect(node).toMatchObject({
      owner: { name: expect.any(String), roles: [expect.any(String)] },
      deals: { edges: [{ node: { stage: { key: expect.any(String) }, order: null } }] },
      orders: { edges: [{ node: { total: { amount: '39.98' } } }] },
      invoices: { edges: [{ node: { status: 'OPEN', issuedBy: { name: 'Ada Lovelace' } } }] },
      balance: [{ amount: '39.98', currency: 'EUR' }],
    });
  }
  for (const { node } of alerts.edges) {
    expect(node).toMatchObject({ acknowledgedBy: { name: 'Ada Lovelace' }, tenant: { slug: 'acme' } });
  }
  for (const { node } of workflowInstances.edges) {
    expect(node).toMatchObject({ status: 'RUNNING', tasks: { edges: [{ node: { status: 'OPEN' } }] } });
  }
}

test('a page over all five subgraphs costs the same for 20 rows and for 60', async () => {
  await growTo(20);
  const small = await askDashboard(20);
  expectWhole(small.data, 20);
  expect(small.cost).toEqual({
    // tenant: its root field, then users and tenants that the others named, in one batch after each round of answers.
    requests: { tenant: 3, crm: 1, erp: 1, workflow: 1, inosec: 1 },
    sqlStatements: { tenant: 4, crm: 4, erp: 4, workflow: 3, inosec: 2 },
  });

  await growTo(60);
  const large = await askDashboard(60);
  expectWhole(large.data, 60);
  expect(large.cost).toEqual(small.cost);
}, 240_000);
