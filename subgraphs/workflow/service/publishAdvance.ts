import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { limits } from '../domain/limits.ts';
import { requestTopic } from '../domain/serviceCall.ts';
import type { CompiledModel } from '../infrastructure/bpmn/compiledModel.ts';
import type { Advance, AdvanceFailure } from '../infrastructure/engine/advanceTypes.ts';
import type { InstanceRow } from '../infrastructure/instances.ts';

/** Tells of each failed node (`bpmn.node.failed`), those whose error the model caught included. */
export async function publishFailures(
  transaction: TenantTransaction,
  model: CompiledModel,
  instance: InstanceRow,
  failures: readonly AdvanceFailure[],
): Promise<void> {
  for (const { nodeId, message } of failures) {
    await transaction.publish('bpmn.node.failed', {
      workflow_id: instance.id,
      tenant_id: transaction.tenantId,
      node_id: nodeId ?? model.processId,
      reason: message.slice(0, 500),
      failed_at: new Date().toISOString(),
    });
  }
}

/** Asks services outside for work (`workflow.service.requested`). Variables that are too many stay at home. */
export async function publishRequests(
  transaction: TenantTransaction,
  instance: InstanceRow,
  { requests, variables }: Advance,
): Promise<void> {
  if (requests.length === 0) return;
  const text = JSON.stringify(variables);
  for (const { nodeId, service } of requests) {
    await transaction.publish(requestTopic, {
      request_id: uuidv7(),
      workflow_id: instance.id,
      tenant_id: transaction.tenantId,
      node_id: nodeId,
      service: service.slice(0, 200),
      subject_id: instance.subjectId,
      variables: text.length > limits.eventVariablesBytes ? '{}' : text,
      requested_at: new Date().toISOString(),
    });
  }
}
