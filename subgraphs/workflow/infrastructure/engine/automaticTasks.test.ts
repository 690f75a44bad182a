import { describe, expect, test } from '@jest/globals';
import { PlayedInstance } from '../../testkit/playedInstance.ts';
import { processXml } from '../../testkit/processXml.ts';

describe('service and script tasks', () => {
  const service = (attributes: string) =>
    processXml(`<startEvent id="start"/><serviceTask id="call" name="Call" ${attributes}/><endEvent id="end"/>`, [
      'start -> call',
      'call -> end',
    ]);

  test('a request is handed out and the token goes on', async () => {
    const instance = await PlayedInstance.start(service('implementation="event:workflow.service.requested#archive"'));
    expect(instance.last).toMatchObject({ status: 'COMPLETED', requests: [{ nodeId: 'call', service: 'archive' }] });
  });

  test('an awaited event resumes with its payload', async () => {
    const instance = await PlayedInstance.start(service('implementation="await:payment.processed"'));
    expect(instance.last.waits).toMatchObject([{ kind: 'MESSAGE', messageName: 'payment.processed' }]);
    expect(instance.deliver('call', { method: 'card' })).toMatchObject({
      status: 'COMPLETED',
      variables: { message: { method: 'card' } },
    });
  });

  test('a task without an implementation passes through and says so', async () => {
    const instance = await PlayedInstance.start(service('implementation="##unspecified"'));
    expect(instance.last.status).toBe('COMPLETED');
    expect(instance.last.steps.find(({ nodeId }) => nodeId === 'call')?.detail).toContain('passed through');
  });

  test('an unknown implementation fails the node and the instance', async () => {
    const instance = await PlayedInstance.start(service('implementation="java:Archive"'));
    expect(instance.last).toMatchObject({ status: 'FAILED', failure: { nodeId: 'call' } });
    expect(instance.steps()).toMatchObject({ call: 'FAILED' });
  });

  test('a CEL script computes variables', async () => {
    const script = (attributes: string, body: string) =>
      `<scriptTask id="compute" scriptFormat="cel" ${attributes}><script>${body}</script></scriptTask>`;
    const flows = ['start -> compute', 'compute -> end'];
    const around = (task: string) => processXml(`<startEvent id="start"/>${task}<endEvent id="end"/>`, flows);
    const one = await PlayedInstance.start(around(script('inopsio:resultVariable="total"', 'price * 2')), {
      price: 4.5,
    });
    expect(one.last).toMatchObject({ status: 'COMPLETED', variables: { total: 9 } });
    const many = await PlayedInstance.start(around(script('', '{"double": price * 2, "name": "x"}')), { price: 4 });
    expect(many.last.variables).toEqual({ price: 4, double: 8, name: 'x' });
  });
});
