import { isDeepStrictEqual } from 'node:util';
import { execute, type GraphQLSchema, parse } from 'graphql';
import type { BenchCase } from './graph/benchCases.ts';
import { rootValue } from './graph/composeShop.ts';
import type { LoadOptions } from './load/httpLoad.ts';

/**
 * Makes the check of a contender's answers: the first one to each body must be the monolith's in value, the later ones
 * those bytes again. (Member order and trailing blanks differ between contenders; they may not differ within one.)
 */
export async function checkAnswers(
  schema: GraphQLSchema,
  { query, variables }: BenchCase,
): Promise<LoadOptions['check']> {
  const document = parse(query);
  const wanted = await Promise.all(
    variables.map(async (variableValues) =>
      JSON.parse(JSON.stringify(await execute({ schema, document, rootValue, variableValues }))),
    ),
  );
  const seen: (Buffer | undefined)[] = [];
  return ({ status, body }, index) => {
    const known = seen[index];
    if (known?.equals(body)) return;
    const text = body.toString();
    const isRight = status === 200 && isDeepStrictEqual(JSON.parse(text).data, wanted[index]?.data);
    if (!isRight) throw new Error(`A wrong answer, status ${status}: ${text.slice(0, 400)}`);
    seen[index] = Buffer.from(body);
  };
}
