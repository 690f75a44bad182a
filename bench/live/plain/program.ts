/**
 * graphql-ws as its documentation shows it: `useServer` over `ws`, graphql-js, an async iterator per subscriber, fed by
 * one reader of the event log. No identity, no cursors, no limits: what the router does besides is not done here.
 */
import { EventEmitter, on } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { createEmbeddedEventLog } from '#platform/event-log/embedded/createEmbeddedEventLog.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';

const schema = buildSchema(`
  type Query { ready: Boolean }
  type Metric { id: ID! name: String! value: Float! unit: String! measuredAt: String! }
  type Subscription { tenantMetricsUpdated(name: String): Metric! }
`);
const published = new EventEmitter().setMaxListeners(0);
const log = await createEmbeddedEventLog({ connectionString: process.env.EVENT_LOG_DATABASE_URL!, logger: nullLogger });
await log.read({
  topics: ['metrics.published'],
  from: 'end',
  onEvents: (events) => {
    for (const { payload } of events) published.emit(String(payload.name), payload);
  },
});

/** The iterator of Node's own `on`, whose `return` ends it at once. */
function metrics({ name }: { readonly name: string }): AsyncIterable<unknown> {
  const events = on(published, name);
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        const { value, done } = await events.next();
        return done ? { done, value: undefined } : { done, value: { tenantMetricsUpdated: value[0] } };
      },
      return: () => events.return!(),
    }),
  };
}

const http = createServer();
const sockets = new WebSocketServer({ server: http, path: '/graphql' });
useServer({ schema, roots: { subscription: { tenantMetricsUpdated: metrics } } }, sockets);
http.listen(0, '127.0.0.1', 4_096, () => process.send!((http.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
