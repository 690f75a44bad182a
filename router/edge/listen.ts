import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { CodedError } from '#platform/errors/codedError.ts';

/**
 * Listens; gives the address under which the server is reached.
 * @throws CodedError PORT_IN_USE
 */
export async function listen(
  server: FastifyInstance,
  host: string,
  port: number,
): Promise<{ url: string; port: number }> {
  try {
    await server.listen({ host, port });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
    const message = `Port ${port} on ${host} is in use. Stop the program that uses it, or set PORT to another port.`;
    throw new CodedError('PORT_IN_USE', { message, cause });
  }
  const bound = server.server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  return { url: `http://${name}:${bound.port}`, port: bound.port };
}
