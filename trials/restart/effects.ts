import { OrderReceivedDocument, WorkflowStepUpdatedDocument } from '#generated/operations/demo.ts';
import {
  EffectsOfDealDocument,
  type EffectsOfDealQuery,
  EffectsOfOrderDocument,
  type EffectsOfOrderQuery,
} from '#generated/operations/trials.ts';
import type { Survivor } from './survivor.ts';

type Order = NonNullable<NonNullable<EffectsOfDealQuery['deal']>['order']>;
type Instance = EffectsOfOrderQuery['workflowInstances']['edges'][number]['node'];

/** What a story left behind. */
export interface Effects {
  readonly dealId: string;
  readonly alertId: string;
  readonly order: Order;
  readonly instances: readonly Instance[];
}

/** The order of a deal, with its invoices and payments; undefined where there is none yet. */
export async function orderOf({ client }: Survivor, dealId: string): Promise<Order | undefined> {
  return (await client.request(EffectsOfDealDocument, { dealId })).deal?.order ?? undefined;
}

/** The process instances that are about an order. */
export async function instancesOf({ client }: Survivor, orderId: string): Promise<readonly Instance[]> {
  const { workflowInstances } = await client.request(EffectsOfOrderDocument, { orderId });
  return workflowInstances.edges.map(({ node }) => node);
}

/**
 * Reads until there is something to give: at once, and again after each frame of orders and workflow steps.
 *
 * @throws Error when no frame comes any more before there is
 */
export async function until<Value>({ listener }: Survivor, read: () => Promise<Value | undefined>): Promise<Value> {
  listener.subscribe(OrderReceivedDocument, {});
  listener.subscribe(WorkflowStepUpdatedDocument, {});
  // What happens between the first reading and the position of the streams would be told by no frame.
  await listener.inPosition();
  for (;;) {
    const frames = listener.frames.length;
    const value = await read();
    if (value !== undefined) return value;
    await listener.moreThan(frames);
  }
}
