import { readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { createEngine } from '#router/execute/engine.ts';
import { createHttpTransport } from '#router/subgraph-transport/httpTransport.ts';
import type { SubgraphTransport } from '#router/subgraph-transport/subgraphTransport.ts';
import { subgraphsOf } from '#router/supergraph/subgraphsOf.ts';
import { bodiesOf } from '../bodies.ts';
import type { BenchCase } from '../graph/benchCases.ts';

/** The fetches behind one request: those of a wave are made at once, the next wave when all are answered. */
export interface RecordedRequest {
  readonly body: string;
  readonly waves: readonly (readonly { readonly service: string; readonly body: string }[])[];
  readonly answer: string;
}

/** Runs every request once with our engine and writes down what it fetches. */
export async function recordFetches(supergraphFile: string, cases: readonly BenchCase[]): Promise<RecordedRequest[]> {
  const supergraphSdl = readFileSync(supergraphFile, 'utf8');
  let waves: { service: string; body: string }[][] = [];
  let answered = 0;
  const http = createHttpTransport({ subgraphs: [...subgraphsOf(parse(supergraphSdl)).values()] });
  const transport: SubgraphTransport = {
    ...http,
    async fetch(service, body, headers, limits) {
      // A fetch that starts after others were answered belongs to a later wave.
      const wave = answered;
      waves[wave] ??= [];
      waves[wave].push({ service, body });
      const answer = await http.fetch(service, body, headers, limits);
      answered = Math.max(answered, wave + 1);
      return answer;
    },
  };
  const engine = createEngine({ supergraphSdl, transport, logger: nullLogger });
  const recorded: RecordedRequest[] = [];
  for (const each of cases) {
    const operation = engine.compile(parse(each.query));
    for (const [index, body] of bodiesOf(each).entries()) {
      waves = [];
      answered = 0;
      const { json } = await operation.execute({ variables: each.variables[index] ?? {}, headers: () => ({}) });
      recorded.push({ body, waves: waves.filter((wave) => wave !== undefined), answer: json });
    }
  }
  await engine.close();
  return recorded;
}
