import { type DocumentNode, parse } from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';

/**
 * The document of a supergraph's text.
 * @throws CodedError SUPERGRAPH_INVALID when it is not GraphQL
 */
export function supergraphDocument(supergraphSdl: string): DocumentNode {
  try {
    return parse(supergraphSdl, { noLocation: true });
  } catch (cause) {
    throw new CodedError('SUPERGRAPH_INVALID', {
      message: `The supergraph is not GraphQL: ${(cause as Error).message}`,
      cause,
    });
  }
}
