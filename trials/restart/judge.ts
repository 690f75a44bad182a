import type { Effects } from './effects.ts';
import type { StoredEvents } from './storedEvents.ts';

/**
 * Says what is wrong with what a story left behind; nothing where no event was lost and none had its effect twice.
 */
export function judge({ dealId, alertId, order, instances }: Effects, stored: StoredEvents): string[] {
  const of = (topic: string, field: string, id: string) =>
    stored.events.filter((event) => event.topic === topic && event.payload[field] === id);
  const expected: [what: string, found: number, right: number][] = [
    ['invoices of the order', order.invoices.length, 1],
    ['payments of the invoice', order.invoices.flatMap(({ payments }) => payments).length, 1],
    ['process instances of the order', instances.length, 1],
    ['completed process instances', instances.filter(({ status }) => status === 'COMPLETED').length, 1],
    ['tasks of the process', instances.flatMap(({ tasks }) => tasks.edges).length, 1],
    ['deal.stage.changed', distinct(of('deal.stage.changed', 'deal_id', dealId)), 3],
    ['order.received', distinct(of('order.received', 'deal_id', dealId)), 1],
    ['invoice.generated', distinct(of('invoice.generated', 'order_id', order.id)), 1],
    ['payment.processed', distinct(of('payment.processed', 'order_id', order.id)), 1],
    ['workflow.triggered', distinct(of('workflow.triggered', 'subject_id', order.id)), 1],
    ['workflow.completed', distinct(of('workflow.completed', 'workflow_id', instances[0]?.id ?? '')), 1],
    ['task.completed', distinct(of('task.completed', 'workflow_id', instances[0]?.id ?? '')), 1],
    ['threat.detected', distinct(of('threat.detected', 'alert_id', alertId)), 1],
    ['alert.acknowledged', distinct(of('alert.acknowledged', 'alert_id', alertId)), 1],
    ['dead letters', stored.dead.length, 0],
  ];
  return expected
    .filter(([, found, right]) => found !== right)
    .map(([what, found, right]) => `${what}: ${found} instead of ${right}`);
}

/** A relay that was killed after it sent may send again: the same event, known by its id. */
function distinct(events: readonly { readonly header: { readonly event_id: string } }[]): number {
  return new Set(events.map(({ header }) => header.event_id)).size;
}
