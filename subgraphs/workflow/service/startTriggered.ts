import { selectList } from '#kit/tables/selectList.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { type DefinitionRow, definitions } from '../infrastructure/definitions.ts';
import { startInstance } from './startInstance.ts';

/**
 * Starts the newest version of every key that is deployed with a topic as its trigger, once per subject.
 * A newer version without the trigger, or one that does not run, takes its key out.
 */
export async function startTriggered(
  transaction: TenantTransaction,
  topic: string,
  subjectId: string,
  variables: Record<string, unknown>,
): Promise<void> {
  const triggered = await transaction.query<DefinitionRow>(
    `SELECT ${selectList(definitions, 'd')} FROM definitions d JOIN definition_keys k ON k.key = d.key AND k.version = d.version
      WHERE d.trigger = $1 AND d.executable ORDER BY d.key`,
    [topic],
  );
  for (const definition of triggered) {
    await startInstance(transaction, definition, {
      processId: definition.processId,
      trigger: topic,
      subjectId,
      variables,
      userId: null,
    });
  }
}
