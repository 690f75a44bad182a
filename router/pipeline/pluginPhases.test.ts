import type { Plugin } from '@envelop/core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type FieldNode, GraphQLError, parse, type ValidationContext } from 'graphql';
import { type RunningRouter, startRouter } from '../startRouter.ts';
import { startTestGraph, type TestGraph } from '../testkit/testGraph.ts';
import { TestSocket } from '../testkit/testSocket.ts';
import type { OperationContext } from './engineFunctions.ts';

let graph: TestGraph;
let router: RunningRouter | undefined;

beforeAll(async () => {
  graph = await startTestGraph();
});
afterAll(() => graph?.close());
afterEach(() => router?.close());

async function serve(...plugins: Plugin[]): Promise<(query: string, accept?: string) => Promise<string>> {
  router = await startRouter({ supergraphSdl: graph.supergraphSdl, auth: 'none', port: 0, plugins });
  const { url } = router;
  return async (query, accept = 'application/json') => {
    const headers = { 'content-type': 'application/json', accept };
    return (await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })).text();
  };
}

describe('Envelop plugins', () => {
  test('see every phase, also of documents that are cached', async () => {
    const seen: string[] = [];
    const ask = await serve({
      onParse: () => void seen.push('parse'),
      onValidate: () => void seen.push('validate'),
      onContextBuilding: ({ extendContext }) => {
        seen.push('context');
        extendContext({ more: 1 } as never);
      },
      onExecute: ({ args }) => {
        const { exchange, more } = args.contextValue as OperationContext & { more: number };
        seen.push(`execute ${exchange.document?.operation?.operation} ${more}`);
        return {
          onExecuteDone: ({ result, setResult }) => setResult({ ...(result as object), extensions: { seen: true } }),
        };
      },
    });
    for (const _ of [1, 2]) {
      expect(JSON.parse(await ask('{ open }'))).toEqual({ data: { open: 'everybody' }, extensions: { seen: true } });
      expect(seen.splice(0)).toEqual(['parse', 'validate', 'context', 'execute query 1']);
    }
  });

  test('may exchange the document of each request', async () => {
    let text = '{ a: open }';
    const ask = await serve({ onParse: ({ setParsedDocument }) => setParsedDocument(parse(text)) });
    expect(await ask('{ open }')).toBe('{"data":{"a":"everybody"}}');
    text = '{ b: open }';
    expect(await ask('{ open }')).toBe('{"data":{"b":"everybody"}}');
  });

  test('may add rules and refuse execution', async () => {
    const refuse = new GraphQLError('not today');
    const ask = await serve(
      {
        onValidate: ({ addValidationRule }) =>
          addValidationRule((context: ValidationContext) => ({
            Field: ({ name }: FieldNode) =>
              void (name.value === 'echo' && context.reportError(new GraphQLError('no echo'))),
          })),
      },
      { onExecute: ({ setResultAndStopExecution }) => setResultAndStopExecution({ errors: [refuse] }) },
    );
    expect(await ask('{ echo(text: "x") }')).toContain('no echo');
    expect(JSON.parse(await ask('{ open }'))).toMatchObject({ errors: [{ message: 'not today' }] });
  });

  test('see each result of a stream, over server-sent events and WebSocket alike', async () => {
    const ask = await serve({
      onSubscribe: () => ({
        onSubscribeResult: () => ({
          onNext: ({ result, setResult }) => setResult({ ...(result as object), extensions: { seen: true } }),
        }),
      }),
    });
    const query = 'subscription { ticks(count: 2) { number } }';
    const text = await ask(query, 'text/event-stream');
    expect(text.match(/"extensions":\{"seen":true\}/g)).toHaveLength(2);
    const socket = await TestSocket.ready(router!.url);
    socket.send({ id: '1', type: 'subscribe', payload: { query } });
    for (const number of [1, 2]) {
      expect(await socket.next()).toMatchObject({
        payload: { data: { ticks: { number } }, extensions: { seen: true } },
      });
    }
    expect(await socket.next()).toEqual({ id: '1', type: 'complete' });
    await socket.close();
  });
});
