import { createServer } from 'node:net';
import type { Config } from '#platform/config/loadConfig.ts';
import { subgraphSettings } from '#platform/config/subgraphSettings.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import type { Part } from '../part.ts';
import { loopback } from './loopback.ts';

/** A port that the platform will listen on, and the setting that moves it. */
interface WantedPort {
  readonly host: string;
  readonly port: number;
  readonly purpose: string;
  readonly setting: string;
}

/** PostgreSQL's port is not among them: after a SIGKILL the server of before may still be ending, and its part waits. */
function wantedPorts({ host, port, issuerPort, subgraphs }: Config): WantedPort[] {
  const fixed = [
    { host, port, purpose: 'the router', setting: 'PORT' },
    { host, port: issuerPort, purpose: 'the embedded issuer', setting: 'ISSUER_PORT' },
    ...subgraphs.map(({ name, port }) => ({
      host: loopback,
      port,
      purpose: `subgraph ${name}`,
      setting: subgraphSettings(name).port.env,
    })),
  ];
  return fixed.filter((wanted) => wanted.port !== 0);
}

/** Whether somebody could listen there now. */
function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

/** Checks all ports before anything starts, so that one message names every busy one. */
export const freePorts: Part = {
  name: 'ports',
  async start({ config }) {
    const wanted = wantedPorts(config);
    const free = await Promise.all(wanted.map(({ host, port }) => isFree(host, port)));
    const busy = wanted.filter((_, index) => !free[index]);
    if (busy.length === 0) return undefined;
    const lines = busy.map(({ port, purpose, setting }) => `  ${port}, meant for ${purpose} (setting ${setting})`);
    throw new CodedError('PORT_IN_USE', {
      message: `These ports are in use:\n${lines.join('\n')}\nStop the programs that listen there, or choose other ports by these settings.`,
      details: { ports: busy.map(({ port }) => port) },
    });
  },
};
