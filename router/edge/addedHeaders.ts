import Fastify, { type FastifyInstance } from 'fastify';

/**
 * The headers that what is installed gives to every answer, for requests with each of the given Origin headers. Plugins put
 * such headers together anew for every request, though they are the same each time; so they are asked once.
 *
 * @param install puts the plugins into a server that is used for nothing else
 */
export async function addedHeaders(
  install: (server: FastifyInstance) => unknown,
  origins: readonly (string | undefined)[],
): Promise<readonly Readonly<Record<string, string>>[]> {
  const [bare, full] = await Promise.all([answers(() => undefined, [undefined]), answers(install, origins)]);
  const own = bare[0] ?? {};
  return full.map((headers) =>
    Object.fromEntries(
      Object.entries(headers)
        .filter(([name]) => !(name in own))
        .map(([name, value]) => [name, String(value)]),
    ),
  );
}

async function answers(
  install: (server: FastifyInstance) => unknown,
  origins: readonly (string | undefined)[],
): Promise<object[]> {
  const sample = Fastify();
  await install(sample);
  sample.get('/', (_request, reply) => reply.send());
  const asked = origins.map((origin) => sample.inject({ url: '/', headers: origin === undefined ? {} : { origin } }));
  const headers = (await Promise.all(asked)).map((answer) => answer.headers);
  await sample.close();
  return headers;
}
