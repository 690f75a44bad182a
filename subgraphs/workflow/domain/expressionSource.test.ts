import { describe, expect, test } from '@jest/globals';
import { expressionSource } from './expressionSource.ts';

const braces = (cel: string) => `\${${cel}}`;
const xpath = 'http://www.w3.org/1999/XPath';

describe('expressionSource', () => {
  test.each([
    [braces(' amount > 100 '), null, 'amount > 100'],
    ['#{approved}', xpath, 'approved'],
    ['amount > 100', 'https://cel.dev/cel', 'amount > 100'],
    ["bpmn:getDataObject('approved')", xpath, 'xpathTrue(("approved" in variables ? variables["approved"] : null))'],
    ["not(bpmn:getDataObject('a'))", null, 'xpathTrue(!xpathTrue(("a" in variables ? variables["a"] : null)))'],
    [
      "getDataObject('a') = 'yes' and 2 < 3",
      xpath,
      'xpathTrue((xpathTrue(xpathEquals(("a" in variables ? variables["a"] : null), "yes")) && xpathTrue((xpathNumber(double("2")) < xpathNumber(double("3"))))))',
    ],
  ])('reads the condition %s as CEL', (text, language, cel) => {
    expect(expressionSource(text, language, 'condition')).toEqual({ kind: 'cel', text: cel });
  });

  test.each([
    ['next(null, true)', 'JavaScript', 'never run here'],
    ['amount > 100', null, 'names no language'],
    ['=amount > 100', 'feel', 'written in feel'],
    [`order-${braces('id')}`, null, 'mixes text'],
    ['//invoice[@paid]', xpath, 'XPath beyond'],
    ["getDataObject('a'", xpath, 'missing ")"'],
    ["document('file:///etc/passwd')", xpath, 'document()'],
  ])('refuses the condition %s', (text, language, reason) => {
    expect(expressionSource(text, language, 'condition')).toEqual({
      kind: 'refused',
      reason: expect.stringContaining(reason),
    });
  });

  test('takes a value without dollar braces as it stands', () => {
    expect(expressionSource(' PT5M ', null, 'value')).toEqual({ kind: 'constant', text: 'PT5M' });
  });
});
