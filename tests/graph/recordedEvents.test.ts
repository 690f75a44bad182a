import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { parse } from 'yaml';
import { eventContracts, type Topic } from '#generated/events.ts';
import { collectEvents } from '#kit/testkit/collectEvents.ts';
import type { LoggedEvent } from '#platform/event-log/eventLog.ts';
import { createLogger } from '#platform/logs/logger.ts';
import { actorOf } from './actor.ts';
import { deployOrderToCash, winDeal } from './orderToCash.ts';
import { startTestPlatform, type TestGraph } from './startTestPlatform.ts';

interface AsyncApi {
  readonly channels: Record<string, { messages: Record<string, unknown> }>;
  readonly components: { readonly schemas: Record<string, object> };
}

/** What a run of the platform must have sent. */
const wanted: readonly Topic[] = [
  'tenant.created',
  'tenant.provisioned',
  'user.invited',
  'lead.created',
  'customer.synced',
  'deal.stage.changed',
  'order.received',
  'workflow.triggered',
  'workflow.step.updated',
];
const personal = 'Canary Bird';

let graph: TestGraph;
let events: readonly LoggedEvent[];
let validator: FastifyInstance;
const lines: string[] = [];

beforeAll(async () => {
  validator = validatorOf(parse(await readFile('schema/generated/asyncapi.yaml', 'utf8')));
  graph = await startTestPlatform({ loggerOf: (name) => createLogger(name, { write: (line) => lines.push(line) }) });
  await deployOrderToCash(actorOf(graph, 'acme', 'ada'));
  const collected = await collectEvents(graph.platform.eventLog, ...Object.keys(eventContracts));
  await winDeal(actorOf(graph, 'acme', 'mia'), personal);
  events = await collected.until((seen) => wanted.every((topic) => seen.some((event) => event.topic === topic)));
  await collected.close();
});
afterAll(async () => {
  await graph?.close();
  await validator?.close();
});

/** Fastify validates bodies by JSON Schema: a route per channel that takes a message as the document describes it. */
function validatorOf({ channels, components }: AsyncApi): FastifyInstance {
  const app = fastify({ ajv: { customOptions: { coerceTypes: false, removeAdditional: false, strict: false } } });
  for (const [topic, { messages }] of Object.entries(channels)) {
    const payload = components.schemas[Object.keys(messages)[0]!]!;
    const body = { type: 'object', properties: { header: components.schemas.EventHeader, payload } };
    app.post(`/${topic}`, { schema: { body } }, () => 'valid');
  }
  return app;
}

async function verdict({ topic, header, payload }: LoggedEvent): Promise<string> {
  const answer = await validator.inject({ method: 'POST', url: `/${topic}`, payload: { header, payload } });
  return answer.statusCode === 200 ? 'valid' : answer.body;
}

test('every event of a run is as the AsyncAPI document says', async () => {
  expect(events.length).toBeGreaterThan(wanted.length);
  for (const event of events) expect([event.topic, await verdict(event)]).toEqual([event.topic, 'valid']);
});

test('an event that differs from it is found', async () => {
  const lead = events.find(({ topic }) => topic === 'lead.created')!;
  const changes: Partial<LoggedEvent>[] = [
    { payload: { ...lead.payload, created_at: 'yesterday' } },
    { payload: { ...lead.payload, name: personal } },
    { payload: { ...lead.payload, lead_id: undefined } },
    { header: { ...lead.header, trace_id: 'none' } },
  ];
  for (const change of changes) expect(await verdict({ ...lead, ...change })).toMatch(/body\/(header|payload)/);
});

test('events carry the trace context, from the request to what other domains did on it', () => {
  for (const { header } of events) expect(header.traceparent?.slice(3, 35)).toBe(header.trace_id);
  const won = events.find(({ topic, payload }) => topic === 'deal.stage.changed' && payload.won === true)!;
  const order = events.find(({ topic }) => topic === 'order.received')!;
  expect(order.header.trace_id).toBe(won.header.trace_id);
  expect(order.header.traceparent).not.toBe(won.header.traceparent);
});

test('personal data is in no event and in no line of the log', () => {
  expect(JSON.stringify(events)).not.toContain('lead@example.com');
  const marked = events.flatMap(({ topic, payload }) =>
    eventContracts[topic as Topic].fields.filter(({ pii }) => pii).map(({ name }) => payload[name]),
  );
  expect(marked.length).toBeGreaterThan(4);
  for (const value of marked) expect(value === null || /^enc:v1:/.test(String(value))).toBe(true);
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.join('')).not.toMatch(/Canary Bird|lead@example\.com|enc:v1:/);
});
