import type { BenchCase } from './graph/benchCases.ts';

/** The request bodies of a case, one per set of variables. */
export function bodiesOf({ query, variables }: BenchCase): string[] {
  return variables.map((each) =>
    JSON.stringify(Object.keys(each).length === 0 ? { query } : { query, variables: each }),
  );
}
