import { accessErrors } from '../access/accessErrors.ts';
import { permissionKey } from '../access/permissionKey.ts';
import { protectedFields } from '../access/protectedFields.ts';
import { RequestRefused } from '../errors/requestRefused.ts';
import type { OperationStage } from './operationStage.ts';

/** Permission sets per document that are remembered; more than a tenant has roles times a few tenants. */
const decisionsAtMost = 256;

/**
 * Takes the valid operation and who asks; gives the certainty that all of it may be asked by this principal.
 * Refuses the whole operation with one error per protected field (UNAUTHENTICATED, FORBIDDEN) before it is planned, so
 * that nothing protected is ever fetched.
 */
export const access: OperationStage = {
  name: 'access',
  run({ document, principal }, { accessRules }) {
    if (!accessRules || accessRules.none || !document?.operation) return;
    const key = permissionKey(principal);
    let errors = document.decisions.get(key);
    if (!errors) {
      document.protectedFields ??= protectedFields(document.document, document.operation, accessRules);
      errors = accessErrors(document.protectedFields, principal);
      if (document.decisions.size >= decisionsAtMost) document.decisions.clear();
      document.decisions.set(key, errors);
    }
    if (errors.length > 0) throw new RequestRefused(errors);
  },
};
