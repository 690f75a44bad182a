import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestStore, type TestStore, tenantA } from '#kit/testkit/startTestStore.ts';
import { workflow } from '../index.ts';
import { processXml } from '../testkit/processXml.ts';
import { tryModel } from './tryModel.ts';

let backing: TestStore;
beforeAll(async () => {
  backing = await startTestStore(workflow);
});
afterAll(() => backing.close());

const choice = (condition: string) =>
  processXml('<startEvent id="s"/><userTask id="u"/><exclusiveGateway id="g"/><endEvent id="e"/>', [
    's -> u',
    'u -> g',
    `g -> u: !(${condition})`,
    `g -> e: ${condition}`,
  ]);

test.each([
  ['a variable compared with a word', choice('answer == "fine"'), 'ran to its end', '1 user task'],
  ['a variable compared with a number', choice('amount > 100'), 'ran to its end', '1 user task'],
  ['an end that only refusal reaches', choice('agreed == false'), 'ran to its end', '1 user task'],
  ['no end at all', choice('1 > 2'), 'did not end', 'went on after'],
  [
    'messages, signals and timers',
    processXml(
      `<startEvent id="s"/><receiveTask id="r" messageRef="m"/>
     <intermediateCatchEvent id="t"><timerEventDefinition><timeDuration xsi:type="tFormalExpression">P9D</timeDuration></timerEventDefinition></intermediateCatchEvent>
     <intermediateCatchEvent id="a"><signalEventDefinition signalRef="n"/></intermediateCatchEvent>`,
      ['s -> r', 'r -> t', 't -> a'],
      '<message id="m" name="news"/><signal id="n" name="now"/>',
    ),
    'ran to its end',
    '4 steps, 2 messages, 1 timer',
  ],
  [
    'JavaScript',
    processXml('<startEvent id="s"/><scriptTask id="x" scriptFormat="javascript"><script>1</script></scriptTask>', [
      's -> x',
    ]),
    'imported but not executable',
    'Element x',
  ],
  [
    'a failing node',
    processXml('<startEvent id="s"/><serviceTask id="x" implementation="java:X"/>', ['s -> x']),
    'did not end',
    'java:X',
  ],
  ['no model', '<a/>', 'refused', 'BPMN_INVALID'],
])('%s', async (key, xml, verdict, detail) => {
  expect(await tryModel(backing.store, tenantA, key, xml)).toEqual({
    verdict,
    detail: expect.stringContaining(detail),
  });
});

test('the model of the demo runs to its end', async () => {
  const xml = await readFile(new URL('../../../demo/order-to-cash.bpmn', import.meta.url), 'utf8');
  expect(await tryModel(backing.store, tenantA, 'demo', xml)).toMatchObject({ verdict: 'ran to its end' });
});
