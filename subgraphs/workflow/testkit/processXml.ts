/**
 * BPMN 2.0 XML around the flow elements of one process, for tests. Flows are written as `a -> b`, with a condition as
 * `a -> b: amount > 1`.
 * @param elements flow nodes as XML
 * @param flows sequence flows
 * @param around root elements beside the process, e.g. messages
 */
export function processXml(elements: string, flows: readonly string[], around = '', attributes = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:inopsio="urn:inopsio:bpmn:1" id="definitions" targetNamespace="urn:test">
  ${around}
  <process id="sample" name="Sample" isExecutable="true" ${attributes}>
    ${elements}
    ${flows.map(sequenceFlow).join('\n    ')}
  </process>
</definitions>`;
}

function sequenceFlow(text: string, index: number): string {
  const [path, ...condition] = text.split(':');
  const [source, target] = path!.split('->').map((id) => id.trim());
  const expression = condition.join(':').trim().replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const body =
    expression === ''
      ? ''
      : `<conditionExpression xsi:type="tFormalExpression">\${${expression}}</conditionExpression>`;
  return `<sequenceFlow id="flow${index}" sourceRef="${source}" targetRef="${target}">${body}</sequenceFlow>`;
}
