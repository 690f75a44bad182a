import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser } from '@asyncapi/parser';
import { expect, test } from '@jest/globals';
import avro from 'avsc';
import { Source } from 'graphql';
import { parse } from 'yaml';
import { loadSubgraphSchemas } from '../../loadSubgraphSchemas.ts';
import { projectRoot } from '../../projectRoot.ts';
import { parseEvents, readEvents } from '../readEvents.ts';
import { eventContractFiles } from './eventContractFiles.ts';

const sdl = `"""
A note
was taken.
"""
type NoteTaken @event(topic: "note.taken", version: "1.2.0", key: "note_id") {
  note_id: ID!
  tenant_id: ID!
  "Who took it."
  author: String! @pii
  tags: [String!]!
  price: Decimal
  weight: Float
  pages: Int!
  facts: JSON
  taken_at: DateTime!
}`;
const events = parseEvents('notes', new Source(sdl, 'notes/events.graphql'));
const files = new Map(eventContractFiles({ subgraphs: [], events }).map(({ path, content }) => [path, content]));
const json = (path: string) => JSON.parse(files.get(`schema/generated/${path}`)!);

test('Avro: a record per event, with logical types, and null as the default of what is optional', () => {
  const { fields, ...record } = json('avro/note.taken.avsc');
  expect(record).toEqual({
    type: 'record',
    name: 'NoteTaken',
    namespace: 'inopsio.events.notes',
    doc: 'A note was taken.',
    topic: 'note.taken',
    version: '1.2.0',
    comment: expect.stringContaining('Do not edit'),
  });
  expect(fields).toEqual([
    { name: 'note_id', type: 'string' },
    { name: 'tenant_id', type: 'string' },
    { name: 'author', doc: 'Who took it.', type: 'string', pii: true },
    { name: 'tags', type: { type: 'array', items: 'string' } },
    {
      name: 'price',
      type: ['null', { type: 'bytes', logicalType: 'decimal', precision: 19, scale: 4 }],
      default: null,
    },
    { name: 'weight', type: ['null', 'double'], default: null },
    { name: 'pages', type: 'int' },
    { name: 'facts', type: ['null', { type: 'string', logicalType: 'json' }], default: null },
    { name: 'taken_at', type: { type: 'long', logicalType: 'timestamp-micros' } },
  ]);
});

test('JSON Schema: draft 2020-12, optional fields may be null or absent, personal data is ciphertext', () => {
  const schema = json('json-schema/note.taken.json');
  expect(schema).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:inopsio:event:note.taken:1.2.0',
    required: ['note_id', 'tenant_id', 'author', 'tags', 'pages', 'taken_at'],
  });
  expect(schema.properties).toMatchObject({
    author: { description: 'Who took it.', type: 'string', pattern: expect.stringMatching('enc:v1:'), 'x-pii': true },
    tags: { type: 'array', items: { type: 'string' } },
    price: { type: ['string', 'null'] },
    facts: {},
  });
  expect(schema.properties.facts.type).toBeUndefined();
});

test('AsyncAPI: says who sends what, by which key and version', () => {
  const document = parse(files.get('schema/generated/asyncapi.yaml')!);
  expect(document.channels['note.taken']).toEqual({
    address: 'note.taken',
    description: 'A note was taken.',
    messages: { NoteTaken: { $ref: '#/components/messages/NoteTaken' } },
  });
  expect(document.operations['notes.sends.note.taken']).toMatchObject({
    action: 'send',
    channel: { $ref: '#/channels/note.taken' },
    messages: [{ $ref: '#/channels/note.taken/messages/NoteTaken' }],
  });
  expect(document.components.messages.NoteTaken).toMatchObject({ 'x-version': '1.2.0', 'x-key': 'note_id' });
});

test('the same sources give the same bytes, and no events give no files', () => {
  const again = eventContractFiles({ subgraphs: [], events: parseEvents('notes', new Source(sdl)) });
  expect(new Map(again.map(({ path, content }) => [path, content]))).toEqual(files);
  expect(eventContractFiles({ subgraphs: [], events: [] })).toEqual([]);
});

test('the committed AsyncAPI document is valid by the specification’s own parser and names the live fields', async () => {
  const text = readFileSync(join(projectRoot, 'schema/generated/asyncapi.yaml'), 'utf8');
  const { document, diagnostics } = await new Parser().parse(text);
  expect(diagnostics.filter(({ severity }) => severity <= 1)).toEqual([]);
  const topics = document!.allChannels().map((channel) => channel.address());
  expect(topics).toEqual(readEvents(projectRoot).map(({ topic }) => topic));
  const alerts = document!.allChannels().get('threat.detected')!;
  expect(alerts.extensions().get('x-live-fields')?.value()).toEqual(['alertRaised']);
  const broken = parse(text);
  broken.operations['crm.sends.lead.created'].channel.$ref = '#/channels/nothing';
  const refused = await new Parser().parse(broken);
  expect(refused.diagnostics.filter(({ severity }) => severity === 0)).not.toEqual([]);
});

test('every committed Avro schema is one', () => {
  const sources = { subgraphs: loadSubgraphSchemas(), events: readEvents(projectRoot) };
  const schemas = eventContractFiles(sources).filter(({ path }) => path.endsWith('.avsc'));
  expect(schemas).toHaveLength(sources.events.length);
  for (const { content } of schemas) expect(avro.Type.forSchema(JSON.parse(content)).typeName).toBe('record');
});
