/**
 * What the machine allows: a `net` server that writes frames as long as the router's to its sockets, one shared buffer
 * for all, and does nothing else. It understands just enough of HTTP and of the protocol for the subscribers of this bench.
 */
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createEmbeddedEventLog } from '#platform/event-log/embedded/createEmbeddedEventLog.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';

const socketsOf = new Map<string, Set<Socket>>();
/** As long as a cursor of the router. */
const cursor = 'x'.repeat(127);

const log = await createEmbeddedEventLog({ connectionString: process.env.EVENT_LOG_DATABASE_URL!, logger: nullLogger });
await log.read({
  topics: ['metrics.published'],
  from: 'end',
  onEvents: (events) => {
    for (const { header, payload } of events) {
      const data = { tenantMetricsUpdated: { value: payload.value, unit: payload.unit } };
      const event = { id: header.event_id, name: header.event_name, timestamp: header.timestamp };
      const frame = frameOf({ id: '1', type: 'next', payload: { data, extensions: { event, cursor } } });
      for (const socket of socketsOf.get(String(payload.name)) ?? []) socket.write(frame);
    }
  },
});

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => socket.destroy());
  let isUpgraded = false;
  socket.on('data', (data) => {
    // The mask is of zeros, so that the texts can be read as they come.
    const text = data.toString('latin1');
    if (!isUpgraded) {
      isUpgraded = true;
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
    } else if (text.includes('"connection_init"')) socket.write(frameOf({ type: 'connection_ack' }));
    const name = /"variables":\{"name":"([^"]*)"/.exec(text)?.[1];
    if (name !== undefined) {
      const sockets = socketsOf.get(name) ?? new Set<Socket>();
      socketsOf.set(name, sockets.add(socket));
      socket.once('close', () => sockets.delete(socket));
    }
    if (text.includes('"type":"ping"')) socket.write(frameOf({ type: 'pong' }));
  });
});
server.listen(0, '127.0.0.1', 4_096, () => process.send!((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());

function frameOf(message: object): Buffer {
  const text = Buffer.from(JSON.stringify(message));
  const { length } = text;
  const header = length < 126 ? Buffer.from([0x81, length]) : Buffer.from([0x81, 126, length >> 8, length & 255]);
  return Buffer.concat([header, text]);
}
