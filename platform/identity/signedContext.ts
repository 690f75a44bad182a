/** The signed context from the router to the subgraphs; see docs/adr/006-signed-context.md. */
export { contextHeader } from './contextFormat.ts';
export { type ContextSigner, createContextSigner } from './contextSigner.ts';
export { type ContextVerifier, createContextVerifier } from './contextVerifier.ts';
