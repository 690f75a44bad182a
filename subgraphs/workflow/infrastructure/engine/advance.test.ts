import { describe, expect, test } from '@jest/globals';
import { PlayedInstance } from '../../testkit/playedInstance.ts';
import { processXml } from '../../testkit/processXml.ts';

const message = '<message id="paid" name="payment.processed"/>';
const braces = (cel: string) => `\${${cel}}`;
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

describe('timers and boundary events', () => {
  const boundary = (attributes: string, definition: string) =>
    processXml(
      `<startEvent id="start"/><userTask id="approve"/><boundaryEvent id="edge" attachedToRef="approve" ${attributes}>${definition}</boundaryEvent>
       <userTask id="remind"/><endEvent id="end"/><endEvent id="end2"/>`,
      ['start -> approve', 'approve -> end', 'edge -> remind', 'remind -> end2'],
    );

  test('an interrupting timer takes the task away', async () => {
    const instance = await PlayedInstance.start(boundary('', timer('timeDuration', 'P2D')));
    expect(instance.waitsAt).toEqual(['approve', 'edge']);
    instance.fire('edge');
    expect(instance.waitsAt).toEqual(['remind']);
    expect(instance.steps()).toMatchObject({ approve: 'CANCELLED', edge: 'COMPLETED', remind: 'WAITING' });
    expect(instance.complete('remind').status).toBe('COMPLETED');
  });

  test('a task done in time takes the timer away', async () => {
    const instance = await PlayedInstance.start(boundary('', timer('timeDuration', 'P2D')));
    expect(instance.complete('approve')).toMatchObject({ status: 'COMPLETED', waits: [] });
    expect(instance.steps()).toEqual({ approve: 'COMPLETED', end: 'COMPLETED' });
  });

  test('a non-interrupting cycle reminds as often as it says, also across restarts', async () => {
    const instance = await PlayedInstance.start(boundary('cancelActivity="false"', timer('timeCycle', 'R3/PT1H')));
    for (let reminders = 1; reminders <= 3; reminders += 1) {
      instance.fire('edge');
      expect(instance.last.waits.filter(({ nodeId }) => nodeId === 'remind')).toHaveLength(1);
      instance.complete('remind');
    }
    expect(instance.waitsAt).toEqual(['approve']);
    expect(instance.complete('approve').status).toBe('COMPLETED');
  });

  test('the due time is kept over restarts, and an expression can give it', async () => {
    const xml = processXml(
      `<startEvent id="start"/><parallelGateway id="fork"/><userTask id="other"/><intermediateCatchEvent id="wait">${timer('timeDate', braces('due'))}</intermediateCatchEvent><endEvent id="end"/>`,
      ['start -> fork', 'fork -> wait', 'fork -> other', 'wait -> end', 'other -> end'],
    );
    const due = '2031-05-01T10:00:00.000Z';
    const instance = await PlayedInstance.start(xml, { due });
    instance.complete('other');
    expect(instance.last.waits).toMatchObject([{ nodeId: 'wait', dueAt: due }]);
    expect(instance.fire('wait').status).toBe('COMPLETED');
  });

  test('a timer whose time has passed meanwhile does not fire by itself', async () => {
    const xml = processXml(
      `<startEvent id="start"/><parallelGateway id="fork"/><userTask id="other"/><intermediateCatchEvent id="wait">${timer('timeDuration', 'PT0.001S')}</intermediateCatchEvent><endEvent id="end"/>`,
      ['start -> fork', 'fork -> wait', 'fork -> other', 'wait -> end', 'other -> end'],
    );
    const instance = await PlayedInstance.start(xml);
    const due = Date.parse(instance.last.waits.find(({ nodeId }) => nodeId === 'wait')!.dueAt!);
    while (Date.now() <= due);
    instance.complete('other');
    expect(instance.waitsAt).toEqual(['wait']);
  });

  test('an error event catches an implementation that is not there', async () => {
    const instance = await PlayedInstance.start(
      processXml(
        `<startEvent id="start"/><serviceTask id="call" implementation="java:Archive"/><boundaryEvent id="caught" attachedToRef="call"><errorEventDefinition/></boundaryEvent>
         <userTask id="byHand"/><endEvent id="end"/>`,
        ['start -> call', 'call -> end', 'caught -> byHand', 'byHand -> end'],
      ),
    );
    expect(instance.waitsAt).toEqual(['byHand']);
    expect(instance.last.failures).toEqual([{ nodeId: 'call', message: 'Nothing here implements "java:Archive".' }]);
  });
});

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

describe('composition', () => {
  test('a sub-process waits inside and goes on outside', async () => {
    const inner =
      '<startEvent id="s2"/><userTask id="inside"/><endEvent id="e2"/><sequenceFlow id="i1" sourceRef="s2" targetRef="inside"/><sequenceFlow id="i2" sourceRef="inside" targetRef="e2"/>';
    const instance = await PlayedInstance.start(
      processXml(
        `<startEvent id="start"/><subProcess id="sub">${inner}</subProcess><userTask id="after"/><endEvent id="end"/>`,
        ['start -> sub', 'sub -> after', 'after -> end'],
      ),
    );
    expect(instance.waitsAt).toEqual(['inside']);
    instance.complete('inside');
    expect(instance.waitsAt).toEqual(['after']);
    expect(instance.complete('after').status).toBe('COMPLETED');
  });

  test('a call activity runs another process of the model', async () => {
    const called =
      '<process id="called" isExecutable="false"><startEvent id="cs"/><userTask id="inside"/><endEvent id="ce"/><sequenceFlow id="c1" sourceRef="cs" targetRef="inside"/><sequenceFlow id="c2" sourceRef="inside" targetRef="ce"/></process>';
    const instance = await PlayedInstance.start(
      processXml(
        '<startEvent id="start"/><callActivity id="call" calledElement="called"/><endEvent id="end"/>',
        ['start -> call', 'call -> end'],
        called,
      ),
    );
    expect(instance.waitsAt).toEqual(['inside']);
    expect(instance.complete('inside').status).toBe('COMPLETED');
  });

  test.each(['true', 'false'])(
    'a multi-instance task makes one task for each item (sequential: %s)',
    async (sequential) => {
      const loop = `<multiInstanceLoopCharacteristics isSequential="${sequential}" inopsio:collection="people" inopsio:elementVariable="person"/>`;
      const instance = await PlayedInstance.start(
        processXml(
          `<startEvent id="start"/><userTask id="sign" inopsio:assignee="$\{person}">${loop}</userTask><endEvent id="end"/>`,
          ['start -> sign', 'sign -> end'],
        ),
        { people: ['ann', 'bob'] },
      );
      const assignees = () => instance.last.waits.map(({ task }) => task?.assignee);
      expect(assignees()).toEqual(sequential === 'true' ? ['ann'] : ['ann', 'bob']);
      instance.complete('sign');
      expect(assignees()).toEqual(['bob']);
      expect(instance.complete('sign').status).toBe('COMPLETED');
    },
  );

  test('a signal and a terminate end event', async () => {
    const instance = await PlayedInstance.start(
      processXml(
        `<startEvent id="start"/><parallelGateway id="fork"/><intermediateCatchEvent id="alarm"><signalEventDefinition signalRef="sig"/></intermediateCatchEvent><userTask id="work"/>
         <endEvent id="stop"><terminateEventDefinition/></endEvent><endEvent id="end"/>`,
        ['start -> fork', 'fork -> alarm', 'fork -> work', 'alarm -> stop', 'work -> end'],
        '<signal id="sig" name="alarm"/>',
      ),
    );
    expect(instance.last.waits.map(({ kind, messageName }) => [kind, messageName])).toEqual(
      expect.arrayContaining([['SIGNAL', 'alarm']]),
    );
    instance.deliver('alarm');
    expect(instance.last).toMatchObject({ status: 'COMPLETED', waits: [] });
  });

  test('a start event by message starts with the instance', async () => {
    const instance = await PlayedInstance.start(
      processXml(
        '<startEvent id="start"><messageEventDefinition messageRef="paid"/></startEvent><userTask id="work"/><endEvent id="end"/>',
        ['start -> work', 'work -> end'],
        message,
      ),
    );
    expect(instance.waitsAt).toEqual(['work']);
  });
});

describe('bounds', () => {
  test('a circle without a wait fails its instance', async () => {
    const instance = await PlayedInstance.start(
      processXml('<startEvent id="start"/><task id="a"/><task id="b"/>', ['start -> a', 'a -> b', 'b -> a']),
    );
    expect(instance.last).toMatchObject({ status: 'FAILED', engine: null, waits: [] });
    expect(instance.last.failure?.message).toContain('without waiting');
  });

  test('a join whose other path was not taken fails its instance', async () => {
    const instance = await PlayedInstance.start(
      processXml('<startEvent id="start"/><userTask id="u"/><task id="b"/><parallelGateway id="join"/>', [
        'start -> u',
        'u -> join',
        'b -> join',
      ]).replace(
        '<task id="b"/>',
        '<intermediateCatchEvent id="b"><linkEventDefinition name="never"/></intermediateCatchEvent>',
      ),
    );
    instance.complete('u');
    expect(instance.last).toMatchObject({
      status: 'FAILED',
      failure: { message: 'It waits for nothing that can come.' },
    });
  });

  test('a fork bomb fails its instance', async () => {
    const instance = await PlayedInstance.start(
      processXml('<startEvent id="start"/><task id="a"/><userTask id="u"/>', [
        'start -> a',
        'a -> a',
        'a -> a',
        'a -> u',
      ]),
    );
    expect(instance.last.status).toBe('FAILED');
  });

  test('a number of iterations beyond the bound fails its instance', async () => {
    const loop = `<multiInstanceLoopCharacteristics><loopCardinality xsi:type="tFormalExpression">${braces('count')}</loopCardinality></multiInstanceLoopCharacteristics>`;
    const instance = await PlayedInstance.start(
      processXml(`<startEvent id="start"/><userTask id="sign">${loop}</userTask><endEvent id="end"/>`, [
        'start -> sign',
        'sign -> end',
      ]),
      { count: 1_000_000_000 },
    );
    expect(instance.last).toMatchObject({ status: 'FAILED', waits: [] });
  });

  test('variables beyond the bound fail the instance', async () => {
    const instance = await PlayedInstance.start(
      processXml(
        '<startEvent id="start"/><scriptTask id="grow" scriptFormat="cel" inopsio:resultVariable="text"><script>text + text</script></scriptTask><exclusiveGateway id="again"/>',
        ['start -> grow', 'grow -> again', 'again -> grow'],
      ),
      { text: 'x'.repeat(1000) },
    );
    expect(instance.last.status).toBe('FAILED');
    expect(JSON.stringify(instance.last.variables).length).toBeLessThan(600_000);
  });
});
