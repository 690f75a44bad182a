import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { projectRoot } from '#platform/config/projectRoot.ts';
import { type RunningRegistry, startRegistry } from '#platform/services/registry/startRegistry.ts';
import { createEventCodec } from './createEventCodec.ts';
import { type EventSchema, readEventSchemas } from './eventSchemas.ts';
import { note, noteSchema } from './testing/noteSchema.ts';

let registry: RunningRegistry;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'registry-'));
  registry = await startRegistry({ dataDir: folder, withParent: true });
}, 300_000);
afterAll(async () => {
  await registry?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A codec that writes the schema to a topic; each test has its own topic, hence its own subject. */
function codecOf(topic: string, schema: EventSchema, registryUrl = registry.url) {
  const schemas = { current: new Map([[topic, { ...schema, topic }]]), released: [] };
  return createEventCodec({ registryUrl, schemas });
}

const author = { name: 'author', type: ['null', 'string'], default: null };

test('processes that know only the registry understand one another', async () => {
  const [writer, reader] = [codecOf('note.read', noteSchema('1.0.0')), codecOf('note.read', noteSchema('1.0.0'))];
  const value = await writer.encode('note.read', note);
  expect(value[0]).toBe(0);
  const response = await fetch(`${registry.url}/schemas/ids/${value.readUInt32BE(1)}`);
  const { schema } = (await response.json()) as { schema: string };
  expect(JSON.parse(schema)).toMatchObject({ name: 'NoteTaken', topic: 'note.read' });
  expect(await reader.decode('note.read', value)).toEqual(note);
});

test('versions that are compatible read one another in both directions', async () => {
  const old = codecOf('note.grows', noteSchema('1.0.0'));
  const before = await old.encode('note.grows', note);
  const young = codecOf('note.grows', noteSchema('1.1.0', author));
  expect(await young.decode('note.grows', before)).toEqual({ ...note, author: null });
  const after = await young.encode('note.grows', { ...note, author: 'Ada' });
  expect(after.readUInt32BE(1)).not.toBe(before.readUInt32BE(1));
  expect(await old.decode('note.grows', after)).toEqual(note);
});

test('a schema that cannot read what was written is refused before it is registered', async () => {
  await codecOf('note.breaks', noteSchema('1.0.0')).prepare();
  const broken = codecOf('note.breaks', noteSchema('2.0.0', { name: 'author', type: 'string' }));
  await expect(broken.prepare()).rejects.toMatchObject({
    code: 'SCHEMA_INCOMPATIBLE',
    message: expect.stringContaining('note.breaks cannot read events of the version in the registry'),
  });
  await expect(broken.encode('note.breaks', { ...note, author: 'Ada' })).rejects.toMatchObject({
    code: 'SCHEMA_INCOMPATIBLE',
  });
  const versions = await fetch(`${registry.url}/subjects/note.breaks-value/versions`);
  expect(await versions.json()).toEqual([1]);
});

test('others cannot register what breaks it either: the subject itself demands BACKWARD', async () => {
  await codecOf('note.guarded', noteSchema('1.0.0')).prepare();
  const schema = JSON.stringify(noteSchema('2.0.0', { name: 'author', type: 'string' }));
  const response = await fetch(`${registry.url}/subjects/note.guarded-value/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ schema }),
  });
  expect(response.status).toBe(409);
});

test('an id that the registry does not have can never be an event', async () => {
  const codec = codecOf('note.unknown', noteSchema('1.0.0'));
  const value = await codec.encode('note.unknown', note);
  value.writeUInt32BE(2_000_000_000, 1);
  await expect(codec.decode('note.unknown', value)).rejects.toMatchObject({ code: 'EVENT_INVALID' });
});

test('every contract of the project is accepted, again and again', async () => {
  const schemas = readEventSchemas(projectRoot);
  const codec = createEventCodec({ registryUrl: registry.url, schemas });
  await codec.prepare();
  await createEventCodec({ registryUrl: registry.url, schemas }).prepare();
  const role = {
    user_id: 'u',
    tenant_id: 't',
    roles: ['admin'],
    changed_by: 'u',
    changed_at: '2026-01-31T09:30:00.000Z',
  };
  expect(await codec.decode('role.changed', await codec.encode('role.changed', role))).toEqual(role);
});

test('says that the registry is away, and goes on when it is there', async () => {
  let isThere = false;
  const server = createServer((socket) => {
    if (isThere) socket.pipe(connect(registry.port, '127.0.0.1')).pipe(socket);
    else socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const away = codecOf('note.away', noteSchema('1.0.0'), `http://127.0.0.1:${port}/apis/ccompat/v7`);
  await expect(away.encode('note.away', note)).rejects.toMatchObject({ code: 'SCHEMA_REGISTRY_UNAVAILABLE' });
  isThere = true;
  expect(await away.decode('note.away', await away.encode('note.away', note))).toEqual(note);
  server.close();
});
