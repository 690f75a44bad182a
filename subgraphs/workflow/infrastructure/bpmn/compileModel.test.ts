import { describe, expect, test } from '@jest/globals';
import { processXml } from '../../testkit/processXml.ts';
import { compileModel } from './compileModel.ts';
import { ModelRefused } from './parseBpmn.ts';

const inner = '<startEvent id="s2"/><userTask id="inside"/><sequenceFlow id="i1" sourceRef="s2" targetRef="inside"/>';

describe('compileModel', () => {
  test.each([
    ['a flow to something that is no node', '<startEvent id="s"/><dataObject id="d"/>', ['s -> d'], 'flow0', 'no node'],
    [
      'a flow into a sub-process',
      `<startEvent id="s"/><subProcess id="sub">${inner}</subProcess>`,
      ['s -> inside'],
      'flow0',
      'sub-process holds',
    ],
    [
      'a flow into a start event',
      '<startEvent id="s"/><task id="t"/>',
      ['s -> t', 't -> s'],
      'flow1',
      'bpmn:StartEvent',
    ],
    ['a flow out of an end event', '<endEvent id="e"/><task id="t"/>', ['e -> t'], 'flow0', 'bpmn:EndEvent'],
    [
      'a boundary event of a gateway',
      '<parallelGateway id="g"/><boundaryEvent id="b" attachedToRef="g"/>',
      [],
      'b',
      'no activity',
    ],
    ['a condition that is no CEL', '<startEvent id="s"/><task id="t"/>', ['s -> t: a and b'], 'flow0', 'condition'],
    [
      'an empty condition',
      '<startEvent id="s"/><task id="t"/><sequenceFlow id="f" sourceRef="s" targetRef="t"><conditionExpression/></sequenceFlow>',
      [],
      'f',
      'empty',
    ],
    ['a complex gateway', '<complexGateway id="c"/>', [], 'c', 'not supported'],
    ['an ad-hoc sub-process', '<adHocSubProcess id="a"/>', [], 'a', 'not supported'],
    [
      'a call of another model',
      '<callActivity id="c" calledElement="elsewhere"/>',
      [],
      'c',
      'no process of this model',
    ],
    [
      'an endless timer',
      '<startEvent id="s"><timerEventDefinition><timeCycle>R/PT1S</timeCycle></timerEventDefinition></startEvent>',
      [],
      's',
      'how often',
    ],
    [
      'a loop over nothing',
      '<userTask id="u"><multiInstanceLoopCharacteristics/></userTask>',
      [],
      'u',
      'no collection',
    ],
    [
      'too many iterations',
      '<userTask id="u"><multiInstanceLoopCharacteristics><loopCardinality>1000</loopCardinality></multiInstanceLoopCharacteristics></userTask>',
      [],
      'u',
      'more than 100',
    ],
    [
      'an unsupported event',
      '<intermediateCatchEvent id="i"><conditionalEventDefinition><condition>true</condition></conditionalEventDefinition></intermediateCatchEvent>',
      [],
      'i',
      'not supported',
    ],
    [
      'a Groovy script',
      '<scriptTask id="x" scriptFormat="groovy"><script>1</script></scriptTask>',
      [],
      'x',
      'written in groovy',
    ],
  ])('%s: imported with the element named', async (_, elements, flows, elementId, message) => {
    const { reasons, engineSource } = await compileModel(processXml(elements, flows));
    expect(reasons).toContainEqual({ elementId, message: expect.stringContaining(message) });
    expect(engineSource).toBe('');
  });

  test.each([
    ['text', 'hello'],
    ['another dialect', '<definitions xmlns="urn:other"><process id="p"/></definitions>'],
    ['two elements of one id', processXml('<task id="t"/><task id="t"/>', [])],
    ['an unknown element of BPMN', processXml('<teaTask id="t"/>', [])],
  ])('refuses %s', async (_, xml) => {
    await expect(compileModel(xml)).rejects.toThrow(ModelRefused);
  });

  test('reads who does a task and what it asks for, whatever the prefix of a known namespace', async () => {
    const task = `<userTask id="u" x:assignee="ann" x:candidateUsers="bob, eve" x:candidateGroups="sales" x:formKey="f">
      <extensionElements><x:formData><x:formField id="size" type="long"/></x:formData></extensionElements></userTask>`;
    const xml = processXml(task, []).replace(
      '<definitions',
      '<definitions xmlns:x="http://camunda.org/schema/1.0/bpmn"',
    );
    const { nodes } = await compileModel(xml);
    expect(nodes.get('u')?.human).toEqual({
      assignee: 'ann',
      candidateUsers: ['bob', 'eve'],
      candidateGroups: ['sales'],
      formKey: 'f',
      fields: [{ name: 'size', type: 'NUMBER' }],
    });
  });
});
