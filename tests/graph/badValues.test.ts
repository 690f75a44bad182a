import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ReportThreatDocument } from '#generated/operations/demo.ts';
import {
  AddCustomerDocument,
  AddDealDocument,
  AddOrderDocument,
  AddPolicyDocument,
  AddProductDocument,
  AddTaskDocument,
} from '#generated/operations/tests.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { actorOf } from './actor.ts';
import { codesOf } from './clients/postGraphql.ts';
import { settled } from './databases/settled.ts';
import { readTenantRows, type TenantRows } from './databases/tenantRows.ts';
import { startTestPlatform, type TestGraph } from './startTestPlatform.ts';

let graph: TestGraph;
/** Ids of globex' objects. */
let foreign: Record<'customer' | 'deal' | 'product' | 'order' | 'policy' | 'task' | 'alert' | 'user', string>;
let cursor: string;
let before: TenantRows[];
const rows = async () => {
  await settled(graph.platform);
  const tenants = [graph.principal('acme', 'ada'), graph.principal('globex', 'grace')];
  return Promise.all(tenants.map(({ tenantId }) => readTenantRows(graph.platform, tenantId)));
};

beforeAll(async () => {
  graph = await startTestPlatform();
  const grace = actorOf(graph, 'globex', 'grace');
  const price = { amount: '5.00', currency: 'EUR' };
  const customer = (await grace.act(AddCustomerDocument, { input: { name: 'Secret customer' } })).id;
  const product = (await grace.act(AddProductDocument, { input: { sku: 'secret', name: 'Secret', price } })).id;
  foreign = {
    customer,
    product,
    deal: (await grace.act(AddDealDocument, { input: { customerId: customer, title: 'Secret', value: price } })).id,
    order: (
      await grace.act(AddOrderDocument, {
        input: { customerId: customer, lines: [{ productId: product, quantity: 1 }] },
      })
    ).id,
    policy: (await grace.act(AddPolicyDocument, { input: { name: 'Secret', description: 'Secret' } })).id,
    task: (await grace.act(AddTaskDocument, { input: { title: 'Secret' } })).id,
    alert: (
      await grace.act(ReportThreatDocument, { input: { severity: 'LOW', sourceSystem: 'test', description: 'Secret' } })
    ).id,
    user: graph.principal('globex', 'gus').userId,
  };
  const { body } = await graph.ask('globex', 'grace', '{ customers { edges { cursor } } }');
  cursor = (body.data as { customers: { edges: { cursor: string }[] } }).customers.edges[0]!.cursor;
  before = await rows();
});
afterAll(() => graph?.close());

const failure = '__typename ... on Failure { code message }';
const ask = (query: string, variables?: Record<string, unknown>) => graph.ask('acme', 'ada', query, variables);

describe('the id of another tenant', () => {
  test.each([
    ['customer', 'updateCustomer(input: { id: $id, name: "Mine" })'],
    ['customer', 'addContact(input: { customerId: $id, name: "Mine" })'],
    ['customer', 'createDeal(input: { customerId: $id, title: "Mine", value: { amount: "1", currency: "EUR" } })'],
    ['deal', 'moveDeal(dealId: $id, toStage: "lost")'],
    ['deal', 'logActivity(input: { kind: CALL, subject: "Mine", dealId: $id })'],
    ['order', 'cancelOrder(orderId: $id)'],
    ['order', 'issueInvoice(orderId: $id)'],
    ['policy', 'recordViolation(input: { policyId: $id, subject: "Mine", description: "Mine" })'],
    ['alert', 'acknowledgeAlert(alertId: $id)'],
    ['task', 'completeTask(input: { taskId: $id })'],
    ['task', 'assignTask(taskId: $id)'],
    ['user', 'changeUserRoles(userId: $id, roles: [ADMIN])'],
    ['user', 'deactivateUser(userId: $id)'],
  ] as const)('of a %s is found by nobody: %s', async (kind, call) => {
    const document = `mutation ($id: ID!) { result: ${call} { ${failure} ... on NotFound { id } } }`;
    const answers = await Promise.all(
      [foreign[kind], uuidv7()].map(async (id) => [id, await ask(document, { id })] as const),
    );
    for (const [id, { body }] of answers) {
      expect(body.errors).toBeUndefined();
      expect(body.data?.result).toMatchObject({ __typename: 'NotFound', code: 'NOT_FOUND', id });
    }
    const [[, one], [, two]] = answers as [(typeof answers)[0], (typeof answers)[0]];
    const { message: ofForeign } = one.body.data!.result as { message: string };
    const { message: ofNobody } = two.body.data!.result as { message: string };
    expect(ofForeign.replace(foreign[kind], 'ID')).toBe(ofNobody.replace(answers[1]![0], 'ID'));
  });

  test.each(['customer', 'deal', 'product', 'order', 'policy', 'task', 'alert', 'user'] as const)(
    'of a %s gives null to a query',
    async (kind) => {
      const { body } = await ask(`query ($id: ID!) { ${kind}(id: $id) { id } }`, { id: foreign[kind] });
      expect(body).toMatchObject({ data: { [kind]: null } });
      expect(body.errors).toBeUndefined();
    },
  );
});

describe('a cursor', () => {
  test.each<[what: string, cursorOf: () => string]>([
    ['of nobody', () => 'bm90IGEgY3Vyc29y'],
    ['that is long', () => 'A'.repeat(5000)],
    ['of another tenant', () => cursor],
  ])('%s', async (_what, cursorOf) => {
    const answer = await ask('query ($after: String) { customers(after: $after) { totalCount } }', {
      after: cursorOf(),
    });
    expect({ codes: codesOf(answer), data: answer.body.data ?? null }).toEqual({
      codes: ['CURSOR_INVALID'],
      data: null,
    });
    expect(answer.text).not.toContain('Secret');
  });

  test.each([0, -1, 101])('with a page of %d', async (first) => {
    const answer = await ask(`{ customers(first: ${first}) { totalCount } }`);
    expect(codesOf(answer)).toEqual(['PAGE_SIZE_INVALID']);
  });
});

describe('a value', () => {
  test.each([
    ['createLead(input: { name: "", email: "a@example.com" })', 'BAD_USER_INPUT', 'input.name'],
    ['createLead(input: { name: "Half", email: "nobody" })', 'BAD_USER_INPUT', 'input.email'],
    [
      'createProduct(input: { sku: "x", name: "Half", price: { amount: "-1", currency: "EUR" } })',
      'BAD_USER_INPUT',
      'input.price.amount',
    ],
    [
      'createProduct(input: { sku: "x", name: "Half", price: { amount: "1", currency: "Euro" } })',
      'BAD_USER_INPUT',
      'input.price.currency',
    ],
    ['deployProcess(input: { bpmnXml: "<html/>" })', 'BPMN_INVALID', 'input.bpmnXml'],
    ['deployProcess(input: { bpmnXml: "no xml" })', 'BPMN_INVALID', 'input.bpmnXml'],
    ['createTask(input: { title: "Half", dependsOn: ["no-uuid"] })', 'BAD_USER_INPUT', 'input.dependsOn'],
  ])('that breaks a rule is named: %s', async (call, code, field) => {
    const { body } = await ask(`mutation { result: ${call} { ${failure} ... on InvalidInput { field } } }`);
    expect(body.errors).toBeUndefined();
    expect(body.data?.result).toMatchObject({ __typename: 'InvalidInput', code, field });
  });

  test.each([
    ['a float as money', 'createProduct(input: { sku: "x", name: "Half", price: { amount: 1.5, currency: "EUR" } })'],
    ['no date', 'createTask(input: { title: "Half", dueAt: "tomorrow" })'],
    ['a number out of range', 'createDetectionRule(input: { name: "Half", threshold: 99999999999 })'],
  ])('of a wrong scalar: %s', async (_what, call) => {
    const answer = await ask(`mutation { ${call} { __typename } }`);
    expect(codesOf(answer)).toHaveLength(1);
    expect(['GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']).toContain(codesOf(answer)[0]);
  });
});

test('nothing of all that was written', async () => {
  const after = await rows();
  expect(after.map(({ checksums }) => checksums)).toEqual(before.map(({ checksums }) => checksums));
});
