import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import type { Command } from '../infrastructure/engine/advanceTypes.ts';
import type { InstanceRow } from '../infrastructure/instances.ts';
import { advanceOnce } from './advanceOnce.ts';
import { deliverKeptMessages } from './deliverKeptMessages.ts';
import { modelOf } from './modelOf.ts';

/**
 * Lets a running instance go on to its next waits, in one transaction with all that comes of it.
 * @param instance a running instance whose row this transaction has locked
 * @returns the instance as it stands then
 */
export async function resumeInstance(
  transaction: TenantTransaction,
  instance: InstanceRow,
  command: Command,
): Promise<InstanceRow> {
  const model = await modelOf(transaction, instance.definitionId);
  const advanced = await advanceOnce(transaction, model, instance, command);
  return deliverKeptMessages(transaction, model, advanced);
}
