import type { ASTNode, GraphQLError } from 'graphql';
import { getLocation } from 'graphql';

/** One fault of the SDL, at the place where it is to be corrected. */
export interface SchemaProblem {
  /** Relative to the project root. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
}

/** Thrown when SDL cannot be read, composed or used; carries every problem found, not only the first. */
export class SchemaInvalid extends Error {
  readonly problems: readonly SchemaProblem[];

  constructor(problems: readonly SchemaProblem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.name = 'SchemaInvalid';
    this.problems = problems;
  }
}

/** One line that editors and CI turn into a link: `file:line:column: message — hint`. */
export function formatProblem({ file, line, column, message, hint }: SchemaProblem): string {
  return `${file}:${line}:${column}: ${message.replace(/\s+/g, ' ').trim()} — ${hint}`;
}

/** A problem at the place of an AST node that the loader parsed; at `fallbackFile` for a node made by the loader. */
export function problemAt(
  node: ASTNode | undefined,
  message: string,
  hint: string,
  fallbackFile = 'supergraph.yaml',
): SchemaProblem {
  if (!node?.loc) return { file: fallbackFile, line: 1, column: 1, message, hint };
  const { line, column } = getLocation(node.loc.source, node.loc.start);
  return { file: node.loc.source.name, line, column, message, hint };
}

/** The problem that a syntax error of graphql-js tells. */
export function problemOfSyntaxError(error: GraphQLError): SchemaProblem {
  const { line, column } = error.locations?.[0] ?? { line: 1, column: 1 };
  const file = error.source?.name ?? 'supergraph.yaml';
  return { file, line, column, message: error.message, hint: 'correct the SDL syntax at this place' };
}

/** In the order in which people work through them: by file, then by line; each place and message once. */
export function sortedProblems(problems: readonly SchemaProblem[]): SchemaProblem[] {
  const unique = new Map(problems.map((problem) => [formatProblem(problem), problem]));
  return [...unique.values()].sort(
    (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column,
  );
}
