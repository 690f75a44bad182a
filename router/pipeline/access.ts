import type { OperationDefinitionNode } from 'graphql';
import { type Denial, denialsOf, dependsOnPolicies, errorsOf } from '../access/denials.ts';
import { remainderOf } from '../access/filter/remainderOf.ts';
import { permissionKey } from '../access/permissionKey.ts';
import { protectedFields } from '../access/protectedFields.ts';
import type { OperationDocument } from '../documents/operationDocument.ts';
import { RequestRefused } from '../errors/requestRefused.ts';
import { coerceVariables } from '../execute/operation/coerceVariables.ts';
import type { Exchange } from './exchange.ts';
import type { OperationParts, OperationStage } from './operationStage.ts';

/** Permission sets per document that are remembered; more than a tenant has roles times a few tenants. */
const decisionsAtMost = 256;

/**
 * Takes the valid operation and who asks; gives the certainty that this principal may ask for all that is planned.
 *
 * In reject mode it refuses the whole operation with one error per protected field (UNAUTHENTICATED, FORBIDDEN). In
 * filter mode it goes on with what is left, and the answer has null and an error for the rest; only a subscription whose root
 * field is withheld is refused, since nothing would ever come. Either way it happens before planning, so that nothing
 * protected is ever fetched.
 */
export const access: OperationStage = {
  name: 'access',
  run(exchange, parts) {
    const { document } = exchange;
    const { accessRules } = parts;
    if (!accessRules || accessRules.none || !document?.operation) return;
    document.protectedFields ??= protectedFields(document.executable, document.operation, accessRules);
    if (document.protectedFields.length === 0) return;
    const denials = decide(document, document.operation, exchange, parts);
    if (denials.length === 0) return;
    const nothingComes =
      document.operation.operation === 'subscription' &&
      denials.some(({ field }) => field.parent === accessRules.roots.subscription);
    if (parts.accessMode === 'reject' || nothingComes) throw new RequestRefused(errorsOf(denials));
    exchange.document = remainderOf(document, denials, parts.apiSchema);
  },
};

function decide(
  document: OperationDocument,
  operation: OperationDefinitionNode,
  exchange: Exchange,
  parts: OperationParts,
): readonly Denial[] {
  const { principal } = exchange;
  const { policies, apiSchema: schema } = parts;
  const fields = document.protectedFields ?? [];
  document.policed ??= dependsOnPolicies(fields);
  if (document.policed) {
    // Policies see the values that subgraphs will see, not what a client may spell differently.
    const { variables, errors } = coerceVariables(schema, operation, exchange.parameters.variables);
    if (errors) throw new RequestRefused(errors);
    return denialsOf(fields, principal, { policies, schema, variables });
  }
  const key = permissionKey(principal);
  let denials = document.decisions.get(key);
  if (!denials) {
    denials = denialsOf(fields, principal, { policies, schema, variables: {} });
    if (document.decisions.size >= decisionsAtMost) document.decisions.clear();
    document.decisions.set(key, denials);
  }
  return denials;
}
