import { describe, expect, test } from '@jest/globals';
import { PlayedInstance } from '../../testkit/playedInstance.ts';
import { processXml } from '../../testkit/processXml.ts';

const message = '<message id="paid" name="payment.processed"/>';

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
