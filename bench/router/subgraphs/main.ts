/**
 * The benchmark's subgraphs in one process: `/<name>` answers from a cache of bytes by the request's body; what is not in
 * there is executed once. `/control?delay=<ms>` sets how long every later answer waits; `/requests` counts and forgets.
 * Prints its port.
 */
import { createServer, type ServerResponse } from 'node:http';
import { execute, parse } from 'graphql';
import { rootValue, shopSubgraph, subgraphNames } from '../graph/composeShop.ts';

const schemas = new Map(subgraphNames.map((name) => [`/${name}`, shopSubgraph(name)]));
const answers = new Map<string, Buffer>();
let delay = 0;
let requests = 0;

const server = createServer((request, response) => {
  const url = request.url ?? '';
  if (url.startsWith('/control')) {
    delay = Number(new URL(url, 'http://local').searchParams.get('delay'));
    response.end();
    return;
  }
  if (url === '/requests') {
    response.end(`${requests}`);
    requests = 0;
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    requests++;
    const body = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
    const key = `${url} ${body.toString('latin1')}`;
    const known = answers.get(key);
    if (known) send(response, known);
    else
      void answer(url, body.toString()).then((bytes) => {
        answers.set(key, bytes);
        send(response, bytes);
      });
  });
});

function send(response: ServerResponse, bytes: Buffer): void {
  const write = (): void => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
    response.end(bytes);
  };
  if (delay > 0) setTimeout(write, delay);
  else write();
}

async function answer(url: string, body: string): Promise<Buffer> {
  const schema = schemas.get(url);
  if (!schema) throw new Error(`There is no subgraph at ${url}.`);
  const { query, variables, operationName } = JSON.parse(body);
  const result = await execute({
    schema,
    document: parse(query),
    rootValue,
    variableValues: variables,
    operationName,
  });
  return Buffer.from(JSON.stringify(result));
}

server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`);
});
