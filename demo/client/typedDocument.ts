import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';

/** A document as text, with the types of its result and its variables; `npm run codegen` writes them. */
export type TypedDocument<Result, Variables> = DocumentTypeDecoration<Result, Variables> & { toString(): string };
