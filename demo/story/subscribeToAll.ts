import {
  AlertAcknowledgedDocument,
  AlertRaisedDocument,
  DealMovedDocument,
  InvoiceGeneratedDocument,
  InvoicePaidDocument,
  LeadCreatedDocument,
  MetricsUpdatedDocument,
  OrderReceivedDocument,
  PublishMetricDocument,
  TaskCompletedDocument,
  WorkflowStepUpdatedDocument,
} from '#generated/operations/demo.ts';
import type { GraphQLClient } from '../client/graphqlClient.ts';
import type { Listener } from '../client/listener.ts';
import { succeeded } from '../client/succeeded.ts';

/**
 * Subscribes to everything that the story touches, and waits until the streams run: a metric that is published after the
 * last subscription comes back over it.
 *
 * @param admin who may publish a metric in the listener's tenant
 */
export async function subscribeToAll(listener: Listener, admin: GraphQLClient): Promise<void> {
  listener.subscribe(LeadCreatedDocument, {});
  listener.subscribe(DealMovedDocument, {});
  listener.subscribe(OrderReceivedDocument, {});
  listener.subscribe(InvoiceGeneratedDocument, {});
  listener.subscribe(InvoicePaidDocument, {});
  listener.subscribe(WorkflowStepUpdatedDocument, {});
  listener.subscribe(TaskCompletedDocument, {});
  listener.subscribe(AlertRaisedDocument, { minSeverity: 'HIGH' });
  listener.subscribe(AlertAcknowledgedDocument, {});
  listener.subscribe(MetricsUpdatedDocument, {});
  await listener.inPosition();
  const { publishMetric } = await admin.request(PublishMetricDocument, { input: { name: 'demo.ready', value: 1 } });
  const { id } = succeeded(publishMetric, 'Metric');
  await listener.expect<{ id: string }>('tenantMetricsUpdated', (metric) => metric.id === id);
}
