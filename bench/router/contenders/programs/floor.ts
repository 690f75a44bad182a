/** The floor: see `../floor.ts`. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type Dispatcher, Pool } from 'undici';
import type { RecordedRequest } from '../recordFetches.ts';

const { origin, requests } = JSON.parse(readFileSync(process.env.FLOOR_FILE ?? '', 'utf8')) as {
  origin: string;
  requests: RecordedRequest[];
};
const pools = new Map<string, Pool>();
for (const { waves } of requests) {
  for (const { service } of waves.flat())
    pools.set(service, pools.get(service) ?? new Pool(origin, { connections: 128 }));
}
const known = new Map(requests.map(({ body, waves, answer }) => [body, { waves, answer: Buffer.from(answer) }]));
const headers = ['content-type', 'application/json', 'accept', 'application/json'];

function fetch(service: string, body: string, done: () => void): void {
  const chunks: Buffer[] = [];
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart() {},
    onResponseStart() {},
    onResponseData(_controller, chunk) {
      chunks.push(chunk);
    },
    onResponseEnd: done,
    onResponseError(_controller, error) {
      throw error;
    },
  };
  pools.get(service)?.dispatch({ method: 'POST', path: `/${service}`, headers, body }, handler);
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const found = known.get(chunks.length === 1 ? String(chunks[0]) : Buffer.concat(chunks).toString());
    if (!found) throw new Error('The floor does not know this request.');
    const { waves, answer } = found;
    let wave = 0;
    const next = (): void => {
      const fetches = waves[wave++];
      if (fetches === undefined) {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length });
        response.end(answer);
        return;
      }
      let open = fetches.length;
      for (const { service, body } of fetches) {
        fetch(service, body, () => {
          if (--open === 0) next();
        });
      }
    };
    next();
  });
});
server.keepAliveTimeout = 120_000;
server.listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGINT', () => process.exit(0));
