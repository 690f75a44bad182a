import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import type { CompiledModel } from '../infrastructure/bpmn/compiledModel.ts';
import type { Advance } from '../infrastructure/engine/advanceTypes.ts';
import type { InstanceRow } from '../infrastructure/instances.ts';
import { endInstance } from './endInstance.ts';
import { publishFailures, publishRequests } from './publishAdvance.ts';
import { storeSteps } from './storeSteps.ts';
import { storeWaits } from './storeWaits.ts';

/**
 * Stores what came of an advance: state, steps, tasks, timers and awaited messages, and the events of all of it.
 * @returns the instance as it stands then
 */
export async function applyAdvance(
  transaction: TenantTransaction,
  model: CompiledModel,
  instance: InstanceRow,
  done: Advance,
): Promise<InstanceRow> {
  await storeState(transaction, instance.id, done);
  await storeSteps(transaction, instance.id, done.steps);
  await publishFailures(transaction, model, instance, done.failures);
  await publishRequests(transaction, instance, done);
  await storeWaits(transaction, instance.id, done.waits);
  if (done.status === 'RUNNING') return instance;
  const failure = done.failure && { elementId: done.failure.nodeId, message: done.failure.message };
  return endInstance(transaction, instance, done.status, failure);
}

async function storeState(transaction: TenantTransaction, instanceId: string, done: Advance): Promise<void> {
  await transaction.query(
    `INSERT INTO instance_states (instance_id, variables, engine) VALUES ($1, $2, $3)
       ON CONFLICT (instance_id) DO UPDATE SET variables = excluded.variables, engine = excluded.engine`,
    [instanceId, storable(done.variables), done.engine === null ? null : storable(done.engine)],
  );
}

/** PostgreSQL's jsonb has no NUL character; a process has no use for it either. */
function storable(value: unknown): string {
  return JSON.stringify(value).replaceAll('\u0000', '\ufffd');
}
