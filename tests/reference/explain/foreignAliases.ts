import { type FieldNode, type FormattedExecutionResult, Kind, parse, print, visit } from 'graphql';
import type { RandomQuery } from '../query/randomQuery.ts';

const mark = 'q_';

/** The same query with an alias for every field, and none of them the name of anything in a schema. */
export function foreignAliases({ query, variables }: RandomQuery): RandomQuery {
  const Field = (field: FieldNode): FieldNode | undefined => {
    const key = (field.alias ?? field.name).value;
    if (key === '__typename') return undefined;
    return { ...field, alias: { kind: Kind.NAME, value: mark + key } };
  };
  return { query: print(visit(parse(query, { noLocation: true }), { Field })), variables };
}

/** The answer to such a query with the aliases of the query that it was made from. */
export function withoutForeignAliases(answer: FormattedExecutionResult): FormattedExecutionResult {
  return { ...answer, ...(answer.data && { data: renamed(answer.data) as Record<string, unknown> }) };
}

function renamed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renamed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key.startsWith(mark) ? key.slice(mark.length) : key,
      renamed(member),
    ]),
  );
}
