import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import type { CompiledModel } from '../infrastructure/bpmn/compiledModel.ts';
import { advance } from '../infrastructure/engine/advance.ts';
import type { Command, InstanceState } from '../infrastructure/engine/advanceTypes.ts';
import type { InstanceRow } from '../infrastructure/instances.ts';
import { applyAdvance } from './applyAdvance.ts';

/** One advance of a locked instance, without a look at messages that were kept for it. */
export async function advanceOnce(
  transaction: TenantTransaction,
  model: CompiledModel,
  instance: InstanceRow,
  command: Command,
): Promise<InstanceRow> {
  const state = await readState(transaction, instance.id);
  return applyAdvance(transaction, model, instance, advance(model, state, command));
}

async function readState(transaction: TenantTransaction, instanceId: string): Promise<InstanceState> {
  const [row] = await transaction.query<InstanceState>(
    `SELECT variables, engine,
            ARRAY(SELECT execution_id FROM steps WHERE instance_id = $1 AND status = 'WAITING') AS "openSteps"
       FROM instance_states WHERE instance_id = $1`,
    [instanceId],
  );
  if (row === undefined) throw new CodedError('INTERNAL_ERROR');
  return row;
}
