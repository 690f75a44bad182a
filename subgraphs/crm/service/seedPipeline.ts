import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { defaultStages } from '../domain/stage.ts';
import { pipelines } from '../infrastructure/pipelines.ts';

/** Gives a new tenant its first pipeline. */
export async function seedPipeline(transaction: TenantTransaction): Promise<void> {
  await transaction.manager.insert(pipelines, {
    id: uuidv7(),
    name: 'Sales',
    stages: [...defaultStages],
    createdAt: new Date().toISOString(),
  });
}
