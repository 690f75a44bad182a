import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { nextEvent } from '#kit/testkit/nextEvent.ts';
import { tenantA, tenantB } from '#kit/testkit/startTestStore.ts';
import { startTestSubgraph, type TestSubgraph } from '#kit/testkit/startTestSubgraph.ts';
import { testPrincipal } from '#kit/testkit/testPrincipal.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { workflow } from '../index.ts';
import { processXml } from '../testkit/processXml.ts';

const deployment = `mutation ($input: DeployProcessInput!) { deployProcess(input: $input) { __typename
  ... on ProcessDefinition { id key version executable reasons { elementId } hasDiagram trigger processId xml deployedBy { id } }
  ... on InvalidInput { code field } } }`;
const startInstance = `mutation ($input: StartProcessInput!) { startProcess(input: $input) { __typename
  ... on WorkflowInstance { id status waits { kind task { id } } } ... on Failure { code } } }`;
const completion = `mutation ($input: CompleteTaskInput!) { completeTask(input: $input) { __typename
  ... on Task { id status data instance { status } completedBy { id } } ... on Failure { code } } }`;

let running: TestSubgraph;
beforeAll(async () => {
  running = await startTestSubgraph(workflow);
});
afterAll(() => running.close());

const demoModel = () => readFile(new URL('../../../demo/order-to-cash.bpmn', import.meta.url), 'utf8');

async function deploy(bpmnXml: string, key?: string) {
  const { data, errors } = await running.query(deployment, { input: { bpmnXml, key } });
  expect(errors).toBeUndefined();
  return data!.deployProcess;
}

describe('processes', () => {
  test('the demo model is deployed with its diagram, started by an order, and ends with its payment', async () => {
    const xml = await demoModel();
    const definition = await deploy(xml);
    expect(definition).toMatchObject({
      key: 'order-to-cash',
      version: 1,
      executable: true,
      reasons: [],
      hasDiagram: true,
      trigger: 'order.received',
      xml,
    });
    const orderId = uuidv7();
    const order = {
      order_id: orderId,
      tenant_id: tenantA,
      customer_id: uuidv7(),
      deal_id: null,
      number: 'O-1',
      amount: '12000.00',
      currency: 'EUR',
      received_at: new Date().toISOString(),
    };
    await append('order.received', orderId, order);
    const { payload } = await nextEvent(
      running.eventLog,
      'workflow.triggered',
      (event) => event.payload.subject_id === orderId,
    );
    const read = `query ($id: ID!) { workflowInstance(id: $id) { status trigger subjectId variables definition { id }
      waits { kind nodeId messageName dueAt task { id title candidateGroups form { fields { name type } } } }
      steps { edges { node { nodeId status } } } tasks { edges { node { id } } } tenant { id } } }`;
    const instance = async () => (await running.query(read, { id: payload.workflow_id })).data!.workflowInstance;
    const first = await instance();
    expect(first).toMatchObject({
      status: 'RUNNING',
      trigger: 'order.received',
      subjectId: orderId,
      definition: { id: definition.id },
      tenant: { id: tenantA },
    });
    const approval = first.waits.find(({ nodeId }: { nodeId: string }) => nodeId === 'ApproveOrder').task;
    expect(approval).toMatchObject({
      title: 'Approve order',
      candidateGroups: ['manager'],
      form: { fields: [{ name: 'approved', type: 'BOOLEAN' }] },
    });
    await running.query(completion, { input: { taskId: approval.id, variables: { approved: true } } });
    const [credit] = (await instance()).waits;
    expect(credit.task.title).toBe('Check credit');
    await running.query(completion, { input: { taskId: credit.task.id } });
    expect((await instance()).waits).toMatchObject([{ kind: 'MESSAGE', messageName: 'payment.processed' }]);
    const payment = {
      payment_id: uuidv7(),
      tenant_id: tenantA,
      invoice_id: uuidv7(),
      order_id: orderId,
      customer_id: order.customer_id,
      amount: '12000.00',
      currency: 'EUR',
      method: 'card',
      processed_at: new Date().toISOString(),
    };
    await append('payment.processed', payment.invoice_id, payment);
    const ended = await nextEvent(
      running.eventLog,
      'workflow.completed',
      (event) => event.payload.workflow_id === payload.workflow_id,
    );
    expect(ended.payload.status).toBe('completed');
    const request = await nextEvent(running.eventLog, 'workflow.service.requested');
    expect(request.payload).toMatchObject({ service: 'ship-order', subject_id: orderId });
    expect((await instance()).status).toBe('COMPLETED');
  });

  test('what is no BPMN is refused by code, what does not run cannot be started', async () => {
    expect(await deploy('<a/>')).toEqual({ __typename: 'InvalidInput', code: 'BPMN_INVALID', field: 'input.bpmnXml' });
    const idle = await deploy(
      processXml('<startEvent id="s"/>', []).replace('isExecutable="true"', 'isExecutable="false"'),
    );
    const { data } = await running.query(startInstance, { input: { definitionId: idle.id } });
    expect(data!.startProcess).toEqual({ __typename: 'Conflict', code: 'WORKFLOW_NOT_EXECUTABLE' });
  });

  test('a second completion is a conflict; another tenant finds nothing; a viewer may not', async () => {
    const definition = await deploy(processXml('<startEvent id="s"/><userTask id="u"/>', ['s -> u']), 'one-task');
    const started = (await running.query(startInstance, { input: { definitionKey: 'one-task' } })).data!.startProcess;
    const input = { taskId: started.waits[0].task.id, variables: { done: true } };
    const foreign = testPrincipal({ tenantId: tenantB, tenantSlug: 'b' });
    expect((await running.query(completion, { input }, foreign)).data!.completeTask).toEqual({
      __typename: 'NotFound',
      code: 'NOT_FOUND',
    });
    expect(
      (await running.query('query ($id: ID!) { processDefinition(id: $id) { id } }', { id: definition.id }, foreign))
        .data,
    ).toEqual({ processDefinition: null });
    const viewer = await running.query(completion, { input }, testPrincipal({ roles: ['viewer'] }));
    expect(viewer.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    const completed = (await running.query(completion, { input })).data!.completeTask;
    expect(completed).toMatchObject({
      status: 'COMPLETED',
      data: { done: true },
      instance: { status: 'COMPLETED' },
      completedBy: { id: testPrincipal().userId },
    });
    expect((await running.query(completion, { input })).data!.completeTask).toEqual({
      __typename: 'Conflict',
      code: 'TASK_NOT_OPEN',
    });
  });

  test('a timer fires by the clock of the subgraph', async () => {
    const timer =
      '<intermediateCatchEvent id="wait"><timerEventDefinition><timeDuration xsi:type="tFormalExpression">PT0.05S</timeDuration></timerEventDefinition></intermediateCatchEvent>';
    await deploy(processXml(`<startEvent id="s"/>${timer}<endEvent id="e"/>`, ['s -> wait', 'wait -> e']), 'clock');
    const started = (await running.query(startInstance, { input: { definitionKey: 'clock' } })).data!.startProcess;
    const ended = await nextEvent(
      running.eventLog,
      'workflow.completed',
      (event) => event.payload.workflow_id === started.id,
    );
    expect(ended.payload.status).toBe('completed');
  });

  test('a page of instances costs a bounded number of statements', async () => {
    const list = `{ workflowInstances(first: 50) { totalCount edges { node { id definition { name } variables
      steps(first: 5) { edges { node { nodeId } } } tasks(first: 5) { edges { node { title dependsOn { id } blocked } } } waits { kind task { id } } } } } }`;
    const { data, errors, extensions } = await running.query(list);
    expect(errors).toBeUndefined();
    expect(data!.workflowInstances.totalCount).toBeGreaterThan(2);
    expect(extensions!.sqlStatements).toBeLessThanOrEqual(12);
  });
});

describe('projects and tasks', () => {
  const createTask = `mutation ($input: CreateTaskInput!) { createTask(input: $input) { __typename ... on Task { id blocked dependsOn { id } } ... on Failure { code message } } }`;
  const make = async (input: object) => (await running.query(createTask, { input })).data!.createTask;

  test('tasks depend on each other without a circle, and are done in order', async () => {
    const project = (
      await running.query('mutation { createProject(input: { name: "Move" }) { ... on Project { id } } }')
    ).data!.createProject;
    const pack = await make({ title: 'Pack', projectId: project.id });
    const drive = await make({
      title: 'Drive',
      projectId: project.id,
      dependsOn: [pack.id],
      dueAt: '2031-01-01T00:00:00Z',
    });
    expect(drive).toMatchObject({ blocked: true, dependsOn: [{ id: pack.id }] });
    const set =
      'mutation ($task: ID!, $on: [ID!]!) { setTaskDependencies(taskId: $task, dependsOn: $on) { __typename ... on Failure { code } } }';
    expect((await running.query(set, { task: pack.id, on: [drive.id] })).data!.setTaskDependencies).toEqual({
      __typename: 'InvalidInput',
      code: 'BAD_USER_INPUT',
    });
    expect((await running.query(completion, { input: { taskId: drive.id } })).data!.completeTask).toEqual({
      __typename: 'Conflict',
      code: 'TASK_BLOCKED',
    });
    expect((await running.query(completion, { input: { taskId: pack.id } })).data!.completeTask.status).toBe(
      'COMPLETED',
    );
    expect((await running.query(completion, { input: { taskId: drive.id } })).data!.completeTask.status).toBe(
      'COMPLETED',
    );
  });

  test('a task that may not depend as asked is not made', async () => {
    const refused = await make({ title: 'Alone', dependsOn: [uuidv7()] });
    expect(refused).toMatchObject({ __typename: 'InvalidInput' });
    const { data } = await running.query('{ tasks(first: 100) { edges { node { title } } } }');
    expect(data!.tasks.edges.map(({ node }: { node: { title: string } }) => node.title)).not.toContain('Alone');
  });

  test('are listed by due time and changed while open', async () => {
    const late = await make({ title: 'Late', dueAt: '2032-01-01T00:00:00Z' });
    const soon = await make({ title: 'Soon', dueAt: '2030-01-01T00:00:00Z' });
    const list =
      '{ tasks(first: 2, sort: { field: DUE_AT, direction: ASC }, filter: { status: OPEN, dueBefore: "2033-01-01T00:00:00Z" }) { edges { node { id } } pageInfo { endCursor hasNextPage } } }';
    expect((await running.query(list)).data!.tasks.edges).toEqual([
      { node: { id: soon.id } },
      { node: { id: late.id } },
    ]);
    const update =
      'mutation ($input: UpdateTaskInput!) { updateTask(input: $input) { __typename ... on Task { title dueAt } ... on Failure { code } } }';
    const input = { taskId: late.id, dueAt: '2029-06-01T00:00:00.000Z' };
    expect((await running.query(update, { input })).data!.updateTask).toEqual({
      __typename: 'Task',
      title: 'Late',
      dueAt: input.dueAt,
    });
    const unsound = { taskId: late.id, startsAt: '2030-01-01T00:00:00Z' };
    expect((await running.query(update, { input: unsound })).data!.updateTask).toEqual({
      __typename: 'InvalidInput',
      code: 'BAD_USER_INPUT',
    });
    const assign =
      'mutation ($task: ID!, $user: ID) { assignTask(taskId: $task, userId: $user) { ... on Task { assignee { id } } } }';
    const user = uuidv7();
    expect((await running.query(assign, { task: late.id, user })).data!.assignTask).toEqual({ assignee: { id: user } });
    expect((await running.query(assign, { task: late.id })).data!.assignTask).toEqual({ assignee: null });
  });
});

async function append(topic: 'order.received' | 'payment.processed', key: string, payload: Record<string, unknown>) {
  const header = {
    event_id: uuidv7(),
    event_name: topic,
    source: 'erp',
    timestamp: new Date().toISOString(),
    tenant_id: tenantA,
    trace_id: '0'.repeat(32),
    version: '1.0.0',
    schema: topic,
  };
  await running.eventLog.append([{ topic, key, header, payload }]);
}
