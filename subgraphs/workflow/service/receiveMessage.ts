import { selectList } from '#kit/tables/selectList.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { type InstanceRow, instances } from '../infrastructure/instances.ts';
import { deliverKeptMessages } from './deliverKeptMessages.ts';
import { lockSubject } from './lockSubject.ts';
import { modelOf } from './modelOf.ts';

/** A message about a subject. */
export interface SubjectMessage {
  readonly subjectId: string;
  /** Topic of the event, which is the name that models give the message. */
  readonly name: string;
  readonly payload: Record<string, unknown>;
}

/** Days that messages are kept for instances that come to wait for them. */
const keptDays = 90;

/**
 * Keeps a message and hands it to every running instance of its subject: those that wait for it go on now, the others
 * when they come to wait for it.
 */
export async function receiveMessage(transaction: TenantTransaction, message: SubjectMessage): Promise<void> {
  const { subjectId, name, payload } = message;
  await lockSubject(transaction, subjectId);
  await transaction.query("DELETE FROM messages WHERE received_at < now() - $1 * interval '1 day'", [keptDays]);
  await transaction.query(
    'INSERT INTO messages (id, subject_id, name, payload, received_at) VALUES ($1, $2, $3, $4, now())',
    [uuidv7(), subjectId, name, JSON.stringify(payload)],
  );
  const running = await transaction.query<InstanceRow>(
    `SELECT ${selectList(instances)} FROM instances WHERE subject_id = $1 AND status = 'RUNNING' ORDER BY id FOR UPDATE`,
    [subjectId],
  );
  for (const instance of running) {
    await deliverKeptMessages(transaction, await modelOf(transaction, instance.definitionId), instance);
  }
}
