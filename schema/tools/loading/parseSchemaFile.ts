import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DocumentNode } from 'graphql';
import { GraphQLError, parse, Source } from 'graphql';
import { problemAt, problemOfSyntaxError, SchemaInvalid } from '../schemaProblem.ts';

/**
 * Parses one SDL file; every node keeps the file's path relative to the root and its place.
 * @throws SchemaInvalid when the file misses or breaks the grammar.
 */
export function parseSchemaFile(root: string, file: string): DocumentNode {
  const path = join(root, file);
  if (!existsSync(path)) {
    throw new SchemaInvalid([
      problemAt(undefined, `The file ${file} does not exist.`, 'write it, or remove the subgraph from supergraph.yaml'),
    ]);
  }
  try {
    return parse(new Source(readFileSync(path, 'utf8'), file));
  } catch (error) {
    if (error instanceof GraphQLError) throw new SchemaInvalid([problemOfSyntaxError(error)]);
    throw error;
  }
}
