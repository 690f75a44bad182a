import { conflict } from '#kit/failures/conflict.ts';
import type { ConflictFailure, NotFoundFailure } from '#kit/failures/failure.ts';
import { notFound } from '#kit/failures/notFound.ts';
import { lockRow } from '#kit/tables/lockRow.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { refuseCommand } from '../domain/instance.ts';
import { type InstanceRow, instances } from '../infrastructure/instances.ts';
import { endInstance } from './endInstance.ts';

/** Ends a running instance by hand. */
export async function cancelInstance(
  transaction: TenantTransaction,
  instanceId: string,
): Promise<InstanceRow | NotFoundFailure | ConflictFailure> {
  const instance = await lockRow(transaction, instances, instanceId);
  if (!instance) return notFound(instanceId, 'process instance');
  const refused = refuseCommand(instance.status);
  if (refused) return conflict(refused.code, refused.message);
  return endInstance(transaction, instance, 'CANCELLED', null);
}
