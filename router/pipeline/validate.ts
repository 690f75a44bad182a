import { graphqlErrorForClient } from '../errors/errorForClient.ts';
import { RequestRefused } from '../errors/requestRefused.ts';
import type { OperationStage } from './operationStage.ts';

/**
 * Takes the document; gives the certainty that it fits the schema.
 * Refuses one that does not (GRAPHQL_VALIDATION_FAILED), and introspection where it is off (INTROSPECTION_DISABLED).
 */
export const validate: OperationStage = {
  name: 'validate',
  run({ document, phases }, { apiSchema, lifecycle }) {
    if (!document || (document.validated && !lifecycle.hooked.validate)) return;
    const errors = phases.validate(apiSchema, document.document);
    if (errors.length > 0) {
      const refused = errors.map((error) => graphqlErrorForClient(error, 'GRAPHQL_VALIDATION_FAILED'));
      if (!lifecycle.hooked.validate) document.refused = refused;
      throw new RequestRefused(refused);
    }
    document.validated = true;
  },
};
