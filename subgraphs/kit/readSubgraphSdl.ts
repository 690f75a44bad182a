import { readFile } from 'node:fs/promises';
import { CodedError } from '#platform/errors/codedError.ts';

const folder = new URL('../../schema/generated/subgraphs/', import.meta.url);

/**
 * Reads the complete SDL of a subgraph, as `npm run compose` wrote it.
 *
 * @throws CodedError DEFINITION_INVALID when there is none
 */
export async function readSubgraphSdl(name: string): Promise<string> {
  try {
    return await readFile(new URL(`${name}.graphql`, folder), 'utf8');
  } catch (cause) {
    throw new CodedError('DEFINITION_INVALID', {
      message: `schema/generated/subgraphs/${name}.graphql is missing. Name the subgraph in supergraph.yaml and run npm run compose.`,
      cause,
    });
  }
}
