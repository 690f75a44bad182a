import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import type { CompiledModel } from '../infrastructure/bpmn/compiledModel.ts';
import type { InstanceRow } from '../infrastructure/instances.ts';
import { advanceOnce } from './advanceOnce.ts';

interface Match {
  readonly messageId: string;
  readonly executionId: string;
  readonly payload: Record<string, unknown>;
}

/** Messages that one advance may take up; a model that waits for messages in a circle ends here until the next. */
const most = 100;

/**
 * Hands a locked instance the messages of its subject that came before it waited for them, each once.
 * @returns the instance as it stands then
 */
export async function deliverKeptMessages(
  transaction: TenantTransaction,
  model: CompiledModel,
  instance: InstanceRow,
): Promise<InstanceRow> {
  let current = instance;
  for (let count = 0; count < most && current.status === 'RUNNING' && current.subjectId !== null; count += 1) {
    const match = await nextMatch(transaction, current);
    if (match === undefined) break;
    await transaction.query('INSERT INTO message_deliveries (message_id, instance_id) VALUES ($1, $2)', [
      match.messageId,
      current.id,
    ]);
    const { executionId, payload } = match;
    current = await advanceOnce(transaction, model, current, { kind: 'resume', as: 'message', executionId, payload });
  }
  return current;
}

async function nextMatch(transaction: TenantTransaction, instance: InstanceRow): Promise<Match | undefined> {
  const [match] = await transaction.query<Match>(
    `SELECT m.id AS "messageId", m.payload, w.execution_id AS "executionId"
       FROM waits w JOIN messages m ON m.subject_id = $2 AND m.name = w.message_name
      WHERE w.instance_id = $1 AND w.kind = 'MESSAGE'
        AND NOT EXISTS (SELECT FROM message_deliveries d WHERE d.message_id = m.id AND d.instance_id = $1)
      ORDER BY m.received_at, m.id, w.id LIMIT 1`,
    [instance.id, instance.subjectId],
  );
  return match;
}
