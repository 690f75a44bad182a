import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { startTestStore, type TestStore, tenantA, tenantB } from '#kit/testkit/startTestStore.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { workflow } from '../index.ts';
import type { DefinitionRow } from '../infrastructure/definitions.ts';
import type { InstanceRow } from '../infrastructure/instances.ts';
import type { TaskRow } from '../infrastructure/tasks.ts';
import { processXml } from '../testkit/processXml.ts';
import { cancelInstance } from './cancelInstance.ts';
import { completeTask } from './completeTask.ts';
import { consumers } from './consumers.ts';
import { deliverMessage } from './deliverMessage.ts';
import { deployProcess } from './deployProcess.ts';
import { fireDueTimer } from './fireDueTimer.ts';
import { startProcess } from './startProcess.ts';

const user = '01890000-0000-7000-8000-000000000001';
const orderToCash = processXml(
  `<startEvent id="start"/><userTask id="approve" name="Approve order"/>
   <boundaryEvent id="late" attachedToRef="approve" cancelActivity="false">
     <timerEventDefinition><timeDuration xsi:type="tFormalExpression">PT1H</timeDuration></timerEventDefinition>
   </boundaryEvent>
   <userTask id="remind"/><receiveTask id="payment" messageRef="paid"/><endEvent id="end"/><endEvent id="end2"/>`,
  ['start -> approve', 'approve -> payment', 'late -> remind', 'remind -> end2', 'payment -> end'],
  '<message id="paid" name="payment.processed"/>',
  'inopsio:trigger="order.received"',
);

let backing: TestStore;
const inA = <R>(work: (transaction: TenantTransaction) => Promise<R>) => backing.store.transact(tenantA, work);

beforeAll(async () => {
  backing = await startTestStore(workflow);
});
afterAll(() => backing.close());

async function deploy(xml: string, key: string): Promise<DefinitionRow> {
  const deployed = await deployProcess(inA, user, { bpmnXml: xml, key });
  if ('__typename' in deployed) throw new Error(deployed.message);
  return deployed;
}

async function start(definition: DefinitionRow, variables = {}, subjectId?: string): Promise<InstanceRow> {
  const started = await inA((t) => startProcess(t, user, { definitionId: definition.id, variables, subjectId }));
  if ('__typename' in started) throw new Error(started.message);
  return started;
}

const openTasks = (instanceId: string) =>
  inA((t) =>
    t.query<TaskRow>(`SELECT * FROM tasks WHERE instance_id = $1 AND status = 'OPEN' ORDER BY id`, [instanceId]),
  );
const statusOf = async (instanceId: string) =>
  (await inA((t) => t.query<{ status: string }>('SELECT status FROM instances WHERE id = $1', [instanceId])))[0]!
    .status;
const complete = (taskId: string, variables = {}) => inA((t) => completeTask(t, user, { taskId, variables }));
const topicsOf = async (workflowId: string) =>
  (await backing.recorded())
    .filter(({ payload }) => payload.workflow_id === workflowId)
    .map(({ topic, payload }) => [topic, payload.node_id, payload.status]);

async function receive(topic: string, payload: Record<string, unknown>, tenantId = tenantA): Promise<void> {
  const consumer = consumers.find((candidate) => candidate.topic === topic)!;
  await backing.store.transact(tenantId, (t) =>
    consumer.handle({ topic, payload: { tenant_id: tenantId, ...payload } } as never, t),
  );
}

describe('deployment', () => {
  test('counts versions per key and keeps the model as it came', async () => {
    const first = await deploy(orderToCash, 'versions');
    const second = await deploy(orderToCash, 'versions');
    expect([first.version, second.version]).toEqual([1, 2]);
    expect(first).toMatchObject({ executable: true, name: 'Sample', trigger: 'order.received', hasDiagram: false });
    const [model] = await inA((t) =>
      t.query<{ xml: string }>('SELECT xml FROM definition_models WHERE definition_id = $1', [first.id]),
    );
    expect(model?.xml).toBe(orderToCash);
  });

  test('versions of one key deployed at once follow one another', async () => {
    const deployed = await Promise.all(Array.from({ length: 8 }, () => deploy(orderToCash, 'racing')));
    expect(deployed.map(({ version }) => version).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test.each([
    ['<html/>', 'not valid BPMN'],
    ['<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', 'document type'],
    ['<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', 'no process'],
    [processXml('<startEvent id="start"/>', ['start -> nowhere']), 'unresolved reference'],
  ])('refuses %s and keeps nothing of it', async (bpmnXml, message) => {
    const before = await inA((t) => t.query('SELECT count(*) FROM definitions'));
    const refused = await deployProcess(inA, user, { bpmnXml, key: 'refused' });
    expect(refused).toMatchObject({
      __typename: 'InvalidInput',
      code: 'BPMN_INVALID',
      field: 'input.bpmnXml',
      message: expect.stringContaining(message),
    });
    expect(await inA((t) => t.query('SELECT count(*) FROM definitions'))).toEqual(before);
    expect(await inA((t) => t.query(`SELECT key FROM definition_keys WHERE key = 'refused'`))).toEqual([]);
  });

  test('imports a model with JavaScript as not executable, and it cannot start', async () => {
    const script =
      '<startEvent id="start"/><scriptTask id="evil" scriptFormat="javascript"><script>process.exit(1)</script></scriptTask><endEvent id="end"/>';
    const definition = await deploy(processXml(script, ['start -> evil', 'evil -> end']), 'javascript');
    expect(definition).toMatchObject({
      executable: false,
      reasons: [{ elementId: 'evil', message: expect.stringContaining('never run') }],
    });
    const refused = await inA((t) => startProcess(t, user, { definitionId: definition.id }));
    expect(refused).toMatchObject({ __typename: 'Conflict', code: 'WORKFLOW_NOT_EXECUTABLE' });
  });
});

describe('an instance', () => {
  test('goes through its tasks with state, steps and events in each transaction', async () => {
    const instance = await start(await deploy(orderToCash, 'way'), { amount: '10.00' }, uuidv7());
    const [task] = await openTasks(instance.id);
    expect(task).toMatchObject({ title: 'Approve order', node_id: 'approve' });
    expect(await complete(task!.id, { approved: true })).toMatchObject({ status: 'COMPLETED', completedById: user });
    await receive('payment.processed', { order_id: instance.subjectId, payment_id: 'p1' });
    expect(await statusOf(instance.id)).toBe('COMPLETED');
    const [state] = await inA((t) =>
      t.query<{ variables: object; engine: unknown }>(
        'SELECT variables, engine FROM instance_states WHERE instance_id = $1',
        [instance.id],
      ),
    );
    expect(state).toMatchObject({
      variables: { amount: '10.00', approved: true, message: { payment_id: 'p1' } },
      engine: null,
    });
    expect(await topicsOf(instance.id)).toEqual([
      ['workflow.triggered', undefined, undefined],
      ['workflow.step.updated', 'start', 'completed'],
      ['workflow.step.updated', 'approve', 'waiting'],
      ['task.completed', undefined, 'completed'],
      ['workflow.step.updated', 'approve', 'completed'],
      ['workflow.step.updated', 'payment', 'waiting'],
      ['workflow.step.updated', 'payment', 'completed'],
      ['workflow.step.updated', 'end', 'completed'],
      ['workflow.completed', undefined, 'completed'],
    ]);
    expect(await inA((t) => t.query('SELECT id FROM waits WHERE instance_id = $1', [instance.id]))).toEqual([]);
  });

  test('a task completed twenty times at once resumes it once', async () => {
    const instance = await start(await deploy(orderToCash, 'double'));
    const [task] = await openTasks(instance.id);
    const results = await Promise.all(Array.from({ length: 20 }, () => complete(task!.id)));
    const won = results.filter((result) => !('__typename' in result));
    expect(won).toHaveLength(1);
    expect(results.filter((result) => '__typename' in result && result.code === 'TASK_NOT_OPEN')).toHaveLength(19);
    expect((await topicsOf(instance.id)).filter(([topic]) => topic === 'task.completed')).toHaveLength(1);
  });

  test('fails with its node told, and takes nothing more', async () => {
    const xml = processXml(
      '<startEvent id="start"/><serviceTask id="call" implementation="java:X"/><endEvent id="end"/>',
      ['start -> call', 'call -> end'],
    );
    const instance = await start(await deploy(xml, 'failing'));
    expect(instance).toMatchObject({ status: 'FAILED', failure: { elementId: 'call' } });
    expect(await topicsOf(instance.id)).toEqual(
      expect.arrayContaining([
        ['bpmn.node.failed', 'call', undefined],
        ['workflow.completed', undefined, 'failed'],
      ]),
    );
    expect(await inA((t) => cancelInstance(t, instance.id))).toMatchObject({ code: 'WORKFLOW_ENDED' });
  });

  test('cancelled: open tasks, steps and timers end with it', async () => {
    const instance = await start(await deploy(orderToCash, 'cancelled'));
    const [task] = await openTasks(instance.id);
    expect(await inA((t) => cancelInstance(t, instance.id))).toMatchObject({ status: 'CANCELLED' });
    expect(await openTasks(instance.id)).toEqual([]);
    expect(await complete(task!.id)).toMatchObject({ code: 'TASK_NOT_OPEN' });
    expect(await inA((t) => t.query('SELECT id FROM waits WHERE instance_id = $1', [instance.id]))).toEqual([]);
    expect(
      await inA((t) => t.query(`SELECT id FROM steps WHERE instance_id = $1 AND status = 'WAITING'`, [instance.id])),
    ).toEqual([]);
  });

  test('is not there for another tenant', async () => {
    const instance = await start(await deploy(orderToCash, 'foreign'));
    const [task] = await openTasks(instance.id);
    const foreign = await backing.store.transact(tenantB, (t) => completeTask(t, user, { taskId: task!.id }));
    expect(foreign).toMatchObject({ __typename: 'NotFound', id: task!.id });
    expect(await backing.store.transact(tenantB, (t) => cancelInstance(t, instance.id))).toMatchObject({
      __typename: 'NotFound',
    });
  });
});

describe('events', () => {
  test('an order starts the newest version of each key with its trigger, once', async () => {
    await deploy(orderToCash, 'triggered');
    const newest = await deploy(orderToCash, 'triggered');
    const order = { order_id: uuidv7(), customer_id: uuidv7(), number: 'O-1', amount: '5.00', currency: 'EUR' };
    await receive('order.received', order);
    await receive('order.received', order);
    const started = await inA((t) =>
      t.query<{ definition_id: string; id: string }>(
        `SELECT id, definition_id FROM instances WHERE definition_key = 'triggered'`,
      ),
    );
    expect(started).toEqual([{ id: expect.any(String), definition_id: newest.id }]);
    const [state] = await inA((t) =>
      t.query<{ variables: object }>('SELECT variables FROM instance_states WHERE instance_id = $1', [started[0]!.id]),
    );
    expect(state!.variables).toMatchObject(order);
  });

  test('a payment that comes before the process waits for it is not lost', async () => {
    const subject = uuidv7();
    const definition = await deploy(orderToCash, 'early');
    const before = await start(definition, {}, subject);
    await receive('payment.processed', { order_id: subject, payment_id: 'early' });
    expect(await statusOf(before.id)).toBe('RUNNING');
    await complete((await openTasks(before.id))[0]!.id);
    expect(await statusOf(before.id)).toBe('COMPLETED');
    const after = await start(definition, {}, subject);
    await complete((await openTasks(after.id))[0]!.id);
    expect(await statusOf(after.id)).toBe('COMPLETED');
  });

  test('a payment of another order, or of none, wakes nobody', async () => {
    const instance = await start(await deploy(orderToCash, 'others'), {}, uuidv7());
    await complete((await openTasks(instance.id))[0]!.id);
    await receive('payment.processed', { order_id: uuidv7() });
    await receive('payment.processed', { order_id: null });
    await receive('payment.processed', { order_id: instance.subjectId }, tenantB);
    expect(await statusOf(instance.id)).toBe('RUNNING');
    expect(await inA((t) => deliverMessage(t, { instanceId: instance.id, name: 'payment.processed' }))).toMatchObject({
      status: 'COMPLETED',
    });
  });

  test('payment and approval at the same moment complete the instance, whichever comes first', async () => {
    const definition = await deploy(orderToCash, 'moment');
    for (let round = 0; round < 10; round += 1) {
      const instance = await start(definition, {}, uuidv7());
      const [task] = await openTasks(instance.id);
      await Promise.all([complete(task!.id), receive('payment.processed', { order_id: instance.subjectId })]);
      expect(await statusOf(instance.id)).toBe('COMPLETED');
    }
  });
});

describe('timers', () => {
  const due = (instanceId: string) =>
    inA((t) =>
      t.query(`UPDATE waits SET due_at = now() - interval '1 second' WHERE instance_id = $1 AND kind = 'TIMER'`, [
        instanceId,
      ]),
    );

  test('fire once when their due time has come, though many look at once', async () => {
    const instance = await start(await deploy(orderToCash, 'timer'));
    expect(await inA(fireDueTimer)).toBe(false);
    await due(instance.id);
    const fired = await Promise.all(Array.from({ length: 6 }, () => inA(fireDueTimer)));
    expect(fired.filter(Boolean)).toHaveLength(1);
    const tasks = await openTasks(instance.id);
    expect(tasks.map((task) => (task as unknown as { node_id: string }).node_id).sort()).toEqual(['approve', 'remind']);
  });

  test('are gone with the task they watch', async () => {
    const instance = await start(await deploy(orderToCash, 'intime'));
    await complete((await openTasks(instance.id))[0]!.id);
    await due(instance.id);
    expect(await inA(fireDueTimer)).toBe(false);
  });
});
