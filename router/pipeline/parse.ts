import { RequestRefused } from '../errors/requestRefused.ts';
import type { OperationStage } from './operationStage.ts';

/**
 * Takes the text of the document; gives the document with the operation that is meant.
 * Refuses a text that is not GraphQL (GRAPHQL_PARSE_FAILED), one that is too large (LIMIT_…), and a document without
 * the named operation, or with several where none is named (OPERATION_NOT_FOUND).
 */
export const parse: OperationStage = {
  name: 'parse',
  run(exchange, { documents, pluginPhases }) {
    const { query, operationName } = exchange.parameters;
    let known = documents.find(query, operationName);
    if (!known || pluginPhases.hooked.parse) {
      try {
        const document = exchange.phases.parse(query);
        if (known?.document !== document) known = documents.begin(query, operationName, document);
      } catch (error) {
        const refused = RequestRefused.from(error);
        if (!pluginPhases.hooked.parse) documents.refuse(query, operationName, refused);
        throw refused;
      }
    }
    if (known.refused) throw new RequestRefused(known.refused);
    if (!known.operation) {
      const which =
        operationName === undefined ? 'exactly one operation' : `an operation "${operationName.slice(0, 80)}"`;
      throw RequestRefused.because('OPERATION_NOT_FOUND', `The document does not have ${which}.`);
    }
    exchange.document = known;
  },
};
