import { describe, expect, test } from '@jest/globals';
import { PlayedInstance } from '../../testkit/playedInstance.ts';
import { processXml } from '../../testkit/processXml.ts';

const braces = (cel: string) => `\${${cel}}`;

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
