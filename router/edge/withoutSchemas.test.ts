import { expect, test } from '@jest/globals';
import Fastify from 'fastify';
import { withoutSchemas } from './withoutSchemas.ts';

test('routes without schemas are served, and one with a schema is refused at the start', async () => {
  const server = Fastify({ schemaController: withoutSchemas });
  server.get('/plain', () => ({ ok: true }));
  expect((await server.inject('/plain')).json()).toEqual({ ok: true });
  await server.close();

  const other = Fastify({ schemaController: withoutSchemas });
  other.get('/shaped', { schema: { querystring: { type: 'object' } } }, () => 'x');
  await expect(other.ready()).rejects.toThrow('no JSON schemas');
});
