import { describe, expect, test } from '@jest/globals';
import { PlayedInstance } from '../../testkit/playedInstance.ts';
import { processXml } from '../../testkit/processXml.ts';

const message = '<message id="paid" name="payment.processed"/>';
const timer = (kind: string, text: string) =>
  `<timerEventDefinition><${kind} xsi:type="tFormalExpression">${text}</${kind}></timerEventDefinition>`;

describe('gateways', () => {
  const split = (gateway: string) =>
    processXml(
      `<startEvent id="start"/><${gateway} id="split" default="flow3"/><userTask id="big"/><userTask id="huge"/><userTask id="small"/>
       <${gateway} id="join"/><endEvent id="end"/>`,
      [
        'start -> split',
        'split -> big: amount > 10',
        'split -> huge: amount > 100',
        'split -> small',
        'big -> join',
        'huge -> join',
        'small -> join',
        'join -> end',
      ],
    );

  test.each([
    ['exclusiveGateway', 500, ['big']],
    ['exclusiveGateway', 5, ['small']],
    ['inclusiveGateway', 500, ['big', 'huge']],
    ['inclusiveGateway', 50, ['big']],
  ])('%s with %d takes %j', async (gateway, amount, taken) => {
    const instance = await PlayedInstance.start(split(gateway), { amount });
    expect(instance.waitsAt).toEqual(taken);
    for (const node of taken) instance.complete(node);
    expect(instance.last.status).toBe('COMPLETED');
  });

  test('a parallel gateway waits for all', async () => {
    const instance = await PlayedInstance.start(
      processXml(
        '<startEvent id="start"/><parallelGateway id="fork"/><userTask id="a"/><userTask id="b"/><parallelGateway id="join"/><endEvent id="end"/>',
        ['start -> fork', 'fork -> a', 'fork -> b', 'a -> join', 'b -> join', 'join -> end'],
      ),
    );
    expect(instance.complete('a').status).toBe('RUNNING');
    expect(instance.complete('b').status).toBe('COMPLETED');
  });

  test('an event-based gateway goes with what comes first', async () => {
    const xml = processXml(
      `<startEvent id="start"/><eventBasedGateway id="race"/>
       <intermediateCatchEvent id="payment"><messageEventDefinition messageRef="paid"/></intermediateCatchEvent>
       <intermediateCatchEvent id="late">${timer('timeDuration', 'PT1H')}</intermediateCatchEvent>
       <endEvent id="happy"/><endEvent id="sad"/>`,
      ['start -> race', 'race -> payment', 'race -> late', 'payment -> happy', 'late -> sad'],
      message,
    );
    const paid = await PlayedInstance.start(xml);
    expect(paid.last.waits.map(({ kind, messageName }) => [kind, messageName])).toEqual([
      ['MESSAGE', 'payment.processed'],
      ['TIMER', null],
    ]);
    paid.deliver('payment', { amount: '5.00' });
    expect(paid.steps()).toMatchObject({ payment: 'COMPLETED', late: 'CANCELLED', happy: 'COMPLETED' });
    expect(paid.last).toMatchObject({ status: 'COMPLETED', variables: { message: { amount: '5.00' } } });
    const late = await PlayedInstance.start(xml);
    late.fire('late');
    expect(late.steps()).toMatchObject({ late: 'COMPLETED', sad: 'COMPLETED' });
    expect(late.last.status).toBe('COMPLETED');
  });

  test('no condition holds and there is no default: the node fails', async () => {
    const instance = await PlayedInstance.start(
      processXml('<startEvent id="start"/><exclusiveGateway id="choice"/><endEvent id="end"/>', [
        'start -> choice',
        'choice -> end: amount > 1',
      ]),
      { amount: 1 },
    );
    expect(instance.last).toMatchObject({ status: 'FAILED', failure: { nodeId: 'choice' } });
  });
});
