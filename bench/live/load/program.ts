/** A process of subscribers: takes orders over its channel to the parent, one after another, and answers each. */
import type { LoadOrder } from './loadMessages.ts';
import { SubscriberGroup } from './subscriberGroup.ts';

const group = new SubscriberGroup();

async function obey(order: LoadOrder): Promise<unknown> {
  switch (order.do) {
    case 'open':
      return group.open(order);
    case 'await':
      return group.reached(order.frames, order.within);
    case 'resume':
      return group.resume();
    case 'take':
      return group.take();
    case 'close':
      return group.close();
  }
}

let last: Promise<void> = Promise.resolve();
process.on('message', (order: LoadOrder) => {
  last = last.then(async () => {
    const answer = await obey(order).then(
      (report) => ({ report }),
      (error: Error) => ({ error: error.message }),
    );
    process.send!(answer);
  });
});
process.on('disconnect', () => process.exit());
