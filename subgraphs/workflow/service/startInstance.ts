import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import type { DefinitionRow } from '../infrastructure/definitions.ts';
import { advance } from '../infrastructure/engine/advance.ts';
import type { InstanceRow } from '../infrastructure/instances.ts';
import { applyAdvance } from './applyAdvance.ts';
import { deliverKeptMessages } from './deliverKeptMessages.ts';
import { lockSubject } from './lockSubject.ts';
import { modelOf } from './modelOf.ts';

/** What an instance starts with. */
export interface Start {
  /** Process of the model that is run. */
  readonly processId: string;
  /** Topic of the event that starts it, or `manual`. */
  readonly trigger: string;
  readonly subjectId: string | null;
  readonly variables: Record<string, unknown>;
  readonly userId: string | null;
}

/**
 * Starts an instance and runs it to its first waits, in one transaction with all that comes of it.
 * @returns undefined where an event has started this key for this subject already
 */
export async function startInstance(
  transaction: TenantTransaction,
  definition: DefinitionRow,
  start: Start,
): Promise<InstanceRow | undefined> {
  if (start.subjectId !== null) await lockSubject(transaction, start.subjectId);
  const instance: InstanceRow = {
    id: uuidv7(),
    definitionId: definition.id,
    definitionKey: definition.key,
    status: 'RUNNING',
    trigger: start.trigger,
    subjectId: start.subjectId,
    failure: null,
    startedById: start.userId,
    startedAt: new Date().toISOString(),
    endedAt: null,
  };
  if (!(await insert(transaction, instance))) return undefined;
  await transaction.publish('workflow.triggered', {
    workflow_id: instance.id,
    tenant_id: transaction.tenantId,
    definition_key: instance.definitionKey,
    trigger: instance.trigger,
    subject_id: instance.subjectId,
    triggered_at: instance.startedAt,
  });
  const model = await modelOf(transaction, definition.id);
  const done = advance(model, null, { kind: 'start', processId: start.processId, variables: start.variables });
  return deliverKeptMessages(transaction, model, await applyAdvance(transaction, model, instance, done));
}

async function insert(transaction: TenantTransaction, instance: InstanceRow): Promise<boolean> {
  const inserted = await transaction.query(
    `INSERT INTO instances (id, definition_id, definition_key, status, trigger, subject_id, started_by_id, started_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (definition_key, subject_id) WHERE trigger <> 'manual' DO NOTHING RETURNING id`,
    [
      instance.id,
      instance.definitionId,
      instance.definitionKey,
      instance.status,
      instance.trigger,
      instance.subjectId,
      instance.startedById,
      instance.startedAt,
    ],
  );
  return inserted.length > 0;
}
