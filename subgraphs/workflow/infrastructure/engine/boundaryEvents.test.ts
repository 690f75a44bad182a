import { describe, expect, test } from '@jest/globals';
import { PlayedInstance } from '../../testkit/playedInstance.ts';
import { processXml } from '../../testkit/processXml.ts';

const braces = (cel: string) => `\${${cel}}`;
const timer = (kind: string, text: string) =>
  `<timerEventDefinition><${kind} xsi:type="tFormalExpression">${text}</${kind}></timerEventDefinition>`;

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
