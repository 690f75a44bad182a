import { permissionKey } from '../access/permissionKey.ts';
import type { ExecutionAnswer, ExecutionRequest } from '../execute/compiledOperation.ts';
import type { SharedExecutions } from '../execute/sharedExecutions.ts';
import type { Exchange } from './exchange.ts';

/**
 * Executes an operation, a query together with equal ones of the same user that are in flight: same tenant, user,
 * permissions, passed headers, operation and variables. A mutation closes its tenant's shared executions, before and after.
 */
export async function executeShared(
  sharing: SharedExecutions,
  exchange: Exchange,
  request: ExecutionRequest,
): Promise<ExecutionAnswer> {
  const { principal, passedHeaders } = exchange;
  const compiled = exchange.document!.compiled!;
  const tenant = principal?.tenantId ?? '';
  if (compiled.kind === 'query') {
    const user = principal?.userId ?? '';
    const key = JSON.stringify([user, permissionKey(principal), passedHeaders, request.variables]);
    return sharing.run(compiled, tenant, key, request);
  }
  sharing.close(tenant);
  try {
    return await compiled.execute(request);
  } finally {
    sharing.close(tenant);
  }
}
