import { expect, test } from '@jest/globals';
import { projectRoot } from '#platform/config/projectRoot.ts';
import { createEventCodec } from './createEventCodec.ts';
import { schemaId } from './embeddedSchemas.ts';
import { readEventSchemas } from './eventSchemas.ts';
import { knowing, note, noteSchema } from './testing/noteSchema.ts';

const first = noteSchema('1.0.0');
const second = noteSchema('1.1.0', { name: 'author', type: ['null', 'string'], default: null });
const codecOf = (...schemas: Parameters<typeof knowing>) => createEventCodec({ schemas: knowing(...schemas) });

test('a value is a zero, the id of the schema, and what comes back as it was', async () => {
  const codec = codecOf(first);
  const value = await codec.encode('note.taken', note);
  expect(value[0]).toBe(0);
  expect(value.readUInt32BE(1)).toBe(schemaId(first));
  expect(await codec.decode('note.taken', value)).toEqual(note);
});

test('optional fields that are absent come back as null', async () => {
  const codec = codecOf(first);
  const { weight: _weight, price: _price, facts: _facts, ...required } = note;
  const value = await codec.encode('note.taken', required);
  expect(await codec.decode('note.taken', value)).toEqual({ ...required, weight: null, price: null, facts: null });
});

test.each([
  '0.00',
  '-0.01',
  '0.125',
  '0.1234',
  '120.00',
  '127.00',
  '-128.00',
  '999999999999999.9999',
  '-999999999999999.99',
])('the amount %s is exact', async (price) => {
  const codec = codecOf(first);
  expect(await codec.decode('note.taken', await codec.encode('note.taken', { ...note, price }))).toMatchObject({
    price,
  });
});

test.each([
  '2026-01-31T09:30:00.000Z',
  '2026-01-31T09:30:00.123456Z',
  '1969-12-31T23:59:59.999Z',
  '1900-01-01T00:00:00.000001Z',
])('the time %s keeps its microseconds', async (taken_at) => {
  const codec = codecOf(first);
  const value = await codec.encode('note.taken', { ...note, taken_at });
  expect(await codec.decode('note.taken', value)).toMatchObject({ taken_at });
});

test('a newer program reads what an older one wrote, and the other way round', async () => {
  const [old, young] = [codecOf(first, second), codecOf(second, first)];
  expect(await young.decode('note.taken', await old.encode('note.taken', note))).toEqual({ ...note, author: null });
  expect(await old.decode('note.taken', await young.encode('note.taken', { ...note, author: 'Ada' }))).toEqual(note);
});

test('the id does not depend on descriptions and versions, but on every type', () => {
  expect(schemaId(noteSchema('9.9.9'))).toBe(schemaId(first));
  expect(schemaId(second)).not.toBe(schemaId(first));
});

test.each([
  ['a missing field', { ...note, note_id: undefined }, 'note_id'],
  ['another type', { ...note, pages: 1.5 }, 'pages'],
  ['an amount that would be rounded', { ...note, price: '0.12345' }, 'price'],
  ['a time without zone', { ...note, taken_at: '2026-01-31T09:30:00' }, 'taken_at'],
  ['a time that does not exist', { ...note, taken_at: '2026-13-31T09:30:00.000Z' }, 'taken_at'],
])('%s is refused by name', async (_what, payload, field) => {
  await expect(codecOf(first).encode('note.taken', payload)).rejects.toMatchObject({
    code: 'EVENT_INVALID',
    message: expect.stringContaining(field),
  });
});

test('a refusal says nothing of the value', async () => {
  const refused = await codecOf(first)
    .encode('note.taken', { ...note, tags: [{ secret: 'canary' }] })
    .catch((error: unknown) => error);
  expect(`${(refused as Error).message} ${JSON.stringify(refused)}`).not.toContain('canary');
});

test('bytes that are no event of the topic are refused, and no codec fails on any bytes otherwise', async () => {
  const codec = codecOf(first, noteSchemaOf('Other'));
  const value = await codec.encode('note.taken', note);
  const foreign = Buffer.from(value);
  foreign.writeUInt32BE(schemaId(noteSchemaOf('Other')), 1);
  const unknown = Buffer.from(value);
  unknown.writeUInt32BE(7, 1);
  const json = Buffer.from(JSON.stringify(note));
  const broken = [Buffer.alloc(0), json, unknown, foreign, value.subarray(0, -1), Buffer.concat([value, value])];
  for (const bytes of broken)
    await expect(codec.decode('note.taken', bytes)).rejects.toMatchObject({ code: 'EVENT_INVALID' });
  await expect(codec.encode('nothing.known', note)).rejects.toMatchObject({ code: 'EVENT_INVALID' });
});

test('the project has a schema for each of its events, each with another id', () => {
  const { current } = readEventSchemas(projectRoot);
  expect(current.get('lead.created')).toMatchObject({ name: 'LeadCreated', topic: 'lead.created' });
  expect(current.get('lead.created')).not.toHaveProperty('comment');
  expect(new Set([...current.values()].map(schemaId)).size).toBe(current.size);
});

function noteSchemaOf(name: string) {
  return { ...first, name };
}
