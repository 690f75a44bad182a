import { type DocumentNode, parse } from 'graphql';
import { CodedError } from '#platform/errors/codedError.ts';

/** The document made last, for as long as anybody uses it: a start reads one supergraph in several places. */
let last: { readonly sdl: string; readonly document: WeakRef<DocumentNode> } | undefined;

/**
 * The document of a supergraph's text. Whoever asks again meanwhile gets the same one, so it must not be changed.
 * @throws CodedError SUPERGRAPH_INVALID when it is not GraphQL
 */
export function supergraphDocument(supergraphSdl: string): DocumentNode {
  const known = last?.sdl === supergraphSdl ? last.document.deref() : undefined;
  const document = known ?? parsed(supergraphSdl);
  if (!known) last = { sdl: supergraphSdl, document: new WeakRef(document) };
  return document;
}

function parsed(supergraphSdl: string): DocumentNode {
  try {
    return parse(supergraphSdl, { noLocation: true });
  } catch (cause) {
    throw new CodedError('SUPERGRAPH_INVALID', {
      message: `The supergraph is not GraphQL: ${(cause as Error).message}`,
      cause,
    });
  }
}
