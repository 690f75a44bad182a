import type { OperationDocument } from '../documents/operationDocument.ts';
import { graphqlErrorForClient } from '../errors/errorForClient.ts';
import { RequestRefused } from '../errors/requestRefused.ts';
import type { OperationParts, OperationStage } from './operationStage.ts';
import type { Phases } from './pluginPhases.ts';

/**
 * Takes the document; gives the certainty that it fits the schema.
 * Refuses one that does not (GRAPHQL_VALIDATION_FAILED).
 */
export const validate: OperationStage = {
  name: 'validate',
  run({ document, phases }, parts) {
    if (!document || (document.validated && !parts.pluginPhases.hooked.validate)) return;
    validateDocument(document, phases.validate, parts);
  },
};

/**
 * Compares a document with the schema by the given function, and remembers the outcome unless plugins take part in it.
 * @throws RequestRefused GRAPHQL_VALIDATION_FAILED
 */
export function validateDocument(
  known: OperationDocument,
  compare: Phases['validate'],
  { clientSchema, pluginPhases }: OperationParts,
): void {
  const errors = compare(clientSchema, known.document);
  if (errors.length > 0) {
    const refused = errors.map((error) => graphqlErrorForClient(error, 'GRAPHQL_VALIDATION_FAILED'));
    if (!pluginPhases.hooked.validate) known.refused = refused;
    throw new RequestRefused(refused);
  }
  known.validated = true;
}
