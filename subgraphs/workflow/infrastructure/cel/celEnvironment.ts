import { Environment } from '@marcbachmann/cel-js';
import { Decimal } from 'decimal.js';
import { xpathEquals, xpathNumber, xpathTrue } from './xpathFunctions.ts';

const mixed = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => a / b,
};

const decimalRelations = {
  '<': (a: Decimal, b: Decimal) => a.lt(b),
  '<=': (a: Decimal, b: Decimal) => a.lte(b),
  '>': (a: Decimal, b: Decimal) => a.gt(b),
  '>=': (a: Decimal, b: Decimal) => a.gte(b),
};

/**
 * The CEL environment of process models. Variables are not declared, since any task may bring new ones; `variables` is
 * the map of all. Added to CEL: arithmetic of numbers with whole literals (JSON knows one kind of number), `decimal(x)`
 * with exact comparison for money, and the functions that translated XPath uses. `matches` is taken away by the
 * compiler, since a regular expression can run for ever.
 */
export const celEnvironment = buildEnvironment();

function buildEnvironment(): Environment {
  const environment = new Environment({
    unlistedVariablesAreDyn: true,
    homogeneousAggregateLiterals: false,
    limits: { maxAstNodes: 500, maxDepth: 50, maxListElements: 100, maxMapEntries: 100, maxCallArguments: 8 },
  });
  environment.registerVariable('variables', 'map');
  environment.registerType('Decimal', Decimal as never);
  environment.registerFunction('decimal(dyn): Decimal', (value: unknown) => new Decimal(String(value)));
  environment.registerFunction('xpathTrue(dyn): bool', xpathTrue);
  environment.registerFunction('xpathNumber(dyn): double', xpathNumber);
  environment.registerFunction('xpathEquals(dyn, dyn): bool', xpathEquals);
  for (const [operator, compute] of Object.entries(mixed)) {
    environment.registerOperator(`double ${operator} int`, (a: number, b: bigint) => compute(a, Number(b)));
    environment.registerOperator(`int ${operator} double`, (a: bigint, b: number) => compute(Number(a), b));
  }
  for (const [operator, compare] of Object.entries(decimalRelations)) {
    environment.registerOperator(`Decimal ${operator} Decimal`, compare);
  }
  return environment;
}
