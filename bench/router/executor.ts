/**
 * `node bench/router/executor.ts [--cases large] [--seconds 2]`: the executor alone, over subgraph answers from memory,
 * to see what is its own of a request's cost. `JSON.parse` of the same answers stands beside it.
 */
import { parseArgs } from 'node:util';
import { execute, parse } from 'graphql';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { createEngine } from '#router/execute/engine.ts';
import type { SubgraphTransport } from '#router/subgraph-transport/subgraphTransport.ts';
import { benchCases } from './graph/benchCases.ts';
import { rootValue, type SubgraphName, shopSubgraph, shopSupergraph } from './graph/composeShop.ts';

const { values } = parseArgs({
  options: { cases: { type: 'string', default: 'large,medium,small' }, seconds: { type: 'string', default: '2' } },
});
const answers = new Map<string, string>();
const schemas = new Map<string, ReturnType<typeof shopSubgraph>>();
let used: string[] = [];

const transport: SubgraphTransport = {
  async fetch(service, body, _headers, { read = JSON.parse }) {
    const text = answers.get(service + body) ?? (await answerOf(service, body));
    used.push(text);
    return read(text);
  },
  close: () => Promise.resolve(),
};

async function answerOf(service: string, body: string): Promise<string> {
  const schema = schemas.get(service) ?? shopSubgraph(service as SubgraphName);
  schemas.set(service, schema);
  const { query, variables } = JSON.parse(body);
  const result = await execute({ schema, document: parse(query), rootValue, variableValues: variables });
  answers.set(service + body, JSON.stringify(result));
  return JSON.stringify(result);
}

const engine = createEngine({ supergraphSdl: shopSupergraph('http://shop.invalid'), transport, logger: nullLogger });
for (const each of benchCases.filter(({ name }) => values.cases.split(',').includes(name))) {
  const operation = engine.compile(parse(each.query));
  const request = { variables: each.variables[0] ?? {}, headers: () => ({}) };
  const run = () => operation.execute(request);
  await run();
  const warm = performance.now() + 1000;
  while (performance.now() < warm) await run();
  used = [];
  await run();
  const texts = [...used];
  const end = performance.now() + Number(values.seconds) * 1000;
  const before = process.cpuUsage();
  let requests = 0;
  while (performance.now() < end) {
    used = [];
    Buffer.from((await run()).json);
    requests++;
  }
  const { user, system } = process.cpuUsage(before);
  const parseBefore = process.cpuUsage();
  for (let n = 0; n < requests; n++) for (const text of texts) JSON.parse(text);
  const parsing = process.cpuUsage(parseBefore);
  const per = (microseconds: number) => (microseconds / requests / 1000).toFixed(4);
  console.log(
    `${each.name}: ${per(user + system)} ms per request, JSON.parse alone ${per(parsing.user + parsing.system)} ms, ` +
      `${texts.length} fetches of ${texts.map(({ length }) => length).join('+')} characters, ${requests} requests`,
  );
}
