import { BREAK, type DocumentNode, visit } from 'graphql';
import { audienceOf } from '../documents/audience.ts';
import { RequestRefused } from '../errors/requestRefused.ts';
import type { OperationStage } from './operationStage.ts';

/**
 * Takes the valid document; gives the certainty that its caller may learn of the schema what it asks.
 *
 * Refuses `__schema` and `__type`, under whatever alias and in whatever fragment, to audiences for whom introspection is off
 * (INTROSPECTION_DISABLED). `__typename` tells nothing that the document does not; and what is on the caller's own list of
 * persisted operations was looked at by whoever put it there.
 */
export const introspection: OperationStage = {
  name: 'introspection',
  run({ document, principal, parameters }, { introspection, safelist }) {
    if (!document || introspection[audienceOf(principal)]) return;
    document.introspects ??= introspects(document.document);
    if (document.introspects && !safelist.has(principal, parameters.query)) {
      throw RequestRefused.because('INTROSPECTION_DISABLED');
    }
  },
};

/** Only the query type of a valid document has such fields. */
function introspects(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Field({ name: { value } }) {
      if (value !== '__schema' && value !== '__type') return undefined;
      found = true;
      return BREAK;
    },
  });
  return found;
}
