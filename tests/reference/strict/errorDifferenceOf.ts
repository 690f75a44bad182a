import { isDeepStrictEqual } from 'node:util';
import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';

type Path = readonly (string | number)[];

/**
 * Says how the errors of our answer and the monolith's differ, or undefined; their data is equal.
 *
 * - What the monolith tells, ours tells: message, path and code. Where several failures null one place, the specification leaves
 *   open which of them is told (section 6.4.4), so one of them will do.
 * - What ours tells, the monolith tells, or it failed inside of what is null for another reason.
 * - A required field that failed may be told at the object that it belongs to, since the client did not ask for it. Other fields
 *   of that object may not have been asked for then, and tell nothing.
 * - Nothing is told twice, and no subgraph is blamed for its answer: those of the invented world give what they should.
 */
export function errorDifferenceOf(ours: FormattedExecutionResult, truth: FormattedExecutionResult): string | undefined {
  const told = ours.errors ?? [];
  const all = truth.errors ?? [];
  const required = all.filter(isOfRequired);
  // Follows from those of required fields.
  const asked = all.filter((error) => !isOfRequired(error) && error.extensions?.lacks === undefined);
  const nullOf = (error: GraphQLFormattedError) => nullPlace(truth.data, error.path ?? []);

  const missing = asked.find(
    (error) =>
      !told.some((other) => isSame(other, error)) &&
      !required.some(
        (other) => startsWith(error.path, objectOf(other)) && told.some((known) => isTold(other, known)),
      ) &&
      !(isInsideNull(truth.data, error) && told.some((other) => startsWith(other.path, nullOf(error)))),
  );
  if (missing) return `not told: ${textOf(missing)}`;
  const lost = required.find(
    (error) =>
      !told.some((other) => isTold(error, other)) &&
      !isInsideNull(truth.data, { path: [...objectOf(error), 'any field'] }),
  );
  if (lost) return `not told of a required field: ${textOf(lost)}`;
  const extra = told.find(
    (error) =>
      !asked.some((other) => isSame(error, other)) &&
      !required.some((other) => isTold(other, error)) &&
      !(isInsideNull(truth.data, error) && all.some((other) => startsWith(other.path, nullOf(error)))),
  );
  if (extra) return `told for no reason: ${textOf(extra)}`;
  const blame = told.find(({ extensions }) => extensions?.code === 'SUBGRAPH_INVALID_ANSWER');
  if (blame) return `blames a subgraph: ${textOf(blame)}`;
  const texts = told.map(textOf);
  const twice = texts.find((text, index) => texts.indexOf(text) !== index);
  return twice && `told twice: ${twice}`;
}

function isOfRequired({ extensions }: GraphQLFormattedError): boolean {
  return typeof extensions?.requiredBy === 'number';
}

/** Whether ours tells of a required field that failed: at its object or below. */
function isTold(required: GraphQLFormattedError, told: GraphQLFormattedError): boolean {
  return required.message === told.message && startsWith(told.path, objectOf(required));
}

function objectOf({ path = [], extensions }: GraphQLFormattedError): Path {
  return path.slice(0, Number(extensions?.requiredBy));
}

function isSame(one: GraphQLFormattedError, other: GraphQLFormattedError): boolean {
  return (
    one.message === other.message &&
    isDeepStrictEqual(one.path, other.path) &&
    (one.extensions?.code ?? null) === (other.extensions?.code ?? null)
  );
}

/** The place on the way of a path where the data is null, or the path itself. */
function nullPlace(data: unknown, path: Path): Path {
  let value = data;
  for (const [index, segment] of path.entries()) {
    if (value === null || value === undefined) return path.slice(0, index);
    value = (value as Record<string | number, unknown>)[segment];
  }
  return path;
}

/** Whether what failed is gone with something around it. */
function isInsideNull(data: unknown, { path = [] }: Pick<GraphQLFormattedError, 'path'>): boolean {
  return nullPlace(data, path).length < path.length;
}

function startsWith(path: Path | undefined, start: Path): boolean {
  return path !== undefined && start.every((segment, index) => path[index] === segment);
}

function textOf({ message, path, extensions }: GraphQLFormattedError): string {
  return `${path?.join('.') ?? '(no path)'} ${message} ${extensions?.code ?? ''}`;
}
