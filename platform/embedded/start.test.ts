import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { readRunning } from './runningFile.ts';
import { type Spawned, spawnCommand, spawnStart } from './testing/spawnStart.ts';

let dataDir: string;
/** Whole starts share the machine with everything else that is tested, so only a hang is a failure. */
const patience = 240_000;
const running: Spawned[] = [];
const ready = /Ready in [\d.]+ s\.[\s\S]*Ctrl-C/;

function remember(spawned: Spawned): Spawned {
  running.push(spawned);
  return spawned;
}

const start = (env: Record<string, string> = {}) => remember(spawnStart({ DATA_DIR: dataDir, ...env }));
const token = (...args: string[]) =>
  remember(spawnCommand(process.execPath, ['tools/token.ts', ...args], { DATA_DIR: dataDir })).ended;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'inopsio-start-'));
});

afterAll(async () => {
  for (const { process: child } of running) if (child.exitCode === null) child.kill('SIGKILL');
  await Promise.all(running.map(({ ended }) => ended));
  await rm(dataDir, { recursive: true, force: true });
});

async function me(routerUrl: string, accessToken: string): Promise<unknown> {
  const response = await fetch(`${routerUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
    body: JSON.stringify({ query: '{ me { name status } tenant { slug } }' }),
  });
  return response.json();
}

describe('npm start', () => {
  test('before it ever ran, the token command says so', async () => {
    const { code, stderr, stdout } = await token('--tenant', 'acme', '--user', 'ada');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trim()).toBe('The platform has never been started here. Run: npm start');
  });

  test(
    'makes a data folder, says what runs where, and answers the demo users; Ctrl-C stops it cleanly',
    async () => {
      const path = `${dirname(process.execPath)}${delimiter}${process.env.PATH}`;
      const npm = remember(spawnCommand('npm', ['start'], { DATA_DIR: dataDir, PATH: path }));
      const [said] = await npm.says(ready);
      const { routerUrl } = (await readRunning(dataDir))!;
      expect(said).toContain(`${routerUrl}/graphql`);
      for (const [tenant, user, name] of [
        ['acme', 'ada', 'Ada Lovelace'],
        ['acme', 'vic', 'Vic Reeves'],
        ['globex', 'gus', 'Gus Grissom'],
      ] as const) {
        const { code, stdout } = await token('--tenant', tenant, '--user', user);
        expect(code).toBe(0);
        expect(await me(routerUrl, stdout.trim())).toEqual({
          data: { me: { name, status: 'ACTIVE' }, tenant: { slug: tenant } },
        });
      }
      process.kill(-npm.process.pid!, 'SIGINT');
      // npm itself ends by the signal, so only what the platform said tells how it ended.
      expect((await npm.ended).stdout).toMatch(/Stopped\.\s*$/);
      expect(await readRunning(dataDir)).toBeUndefined();
    },
    patience,
  );

  test(
    'starts again on its data; after SIGKILL nothing of it stays, and the next start goes on',
    async () => {
      const first = start();
      const [said] = await first.says(ready);
      const postgres = /PostgreSQL\s+([\d.]+):(\d+)\n/.exec(said)!;
      const client = new pg.Client({ host: postgres[1]!, port: Number(postgres[2]), user: 'nobody', password: 'x' });
      const refused = await client.connect().catch((error: pg.DatabaseError) => error.code);
      expect(refused).toBe('28P01');
      first.process.kill('SIGKILL');
      await first.ended;

      const second = start();
      await second.says(ready);
      const after = new pg.Client({ host: postgres[1]!, port: Number(postgres[2]), user: 'nobody', password: 'x' });
      expect(await after.connect().catch((error: NodeJS.ErrnoException) => error.code)).toBe('ECONNREFUSED');

      const third = await start().ended;
      expect(third.code).toBe(1);
      expect(third.stderr.trim()).toBe(
        `Process ${second.process.pid} runs on the data folder ${dataDir}. Stop it (kill ${second.process.pid}), or choose another folder with DATA_DIR.`,
      );
      second.process.kill('SIGTERM');
      expect(await second.ended).toMatchObject({ code: 0, stderr: '' });
    },
    patience,
  );

  test(
    'interrupted while it prepares, it stops what runs and leaves a folder that the next start can use',
    async () => {
      const cut = start();
      await cut.says(/PostgreSQL/);
      cut.process.kill('SIGINT');
      expect(await cut.ended).toMatchObject({ code: 0, stderr: '' });
      expect(await readdir(dataDir)).not.toContain('lock');
      const next = start();
      await next.says(ready);
      next.process.kill('SIGTERM');
      expect((await next.ended).code).toBe(0);
    },
    patience,
  );
});

describe('a start that cannot succeed ends with one message and exit code 1', () => {
  test('a busy port', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await start({ CRM_PORT: String(port) }).ended;
    server.close();
    expect(code).toBe(1);
    expect(stderr.trim()).toBe(
      `These ports are in use:\n  ${port}, meant for subgraph crm (setting CRM_PORT)\nStop the programs that listen there, or choose other ports by these settings.`,
    );
  });

  test('a busy port of PostgreSQL', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await start({ POSTGRES_PORT: String(port) }).ended;
    server.close();
    expect(code).toBe(1);
    expect(stderr.trim()).toBe(
      `Port ${port}, meant for the embedded PostgreSQL, is in use. Stop the program that listens there, or choose another port by the setting POSTGRES_PORT.`,
    );
  });

  test('bad values in the environment, all of them', async () => {
    const { code, stderr, stdout } = await start({ PORT: 'http', LOG_LEVEL: 'loud', OIDC_ISUER: 'x' }).ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^The configuration is not valid:\n {2}PORT must be .*\n {2}LOG_LEVEL must be .*\n$/);
  });

  test('settings that do not go together', async () => {
    const { code, stderr } = await start({ ROUTER_AUTH: 'none', CRM_DATABASE_URL: 'postgres://u:p@127.0.0.1/crm' })
      .ended;
    expect(code).toBe(1);
    expect(stderr).toContain('CRM_DATABASE_URL and CRM_DATABASE_ADMIN_URL belong together');
    expect(stderr).toContain('ROUTER_AUTH=none');
  });

  test.each([
    ['keys of the signed context', ['keys', 'context-private.pem']],
    ['secrets of the issuer', ['issuer', 'secrets.json']],
    ['version of PostgreSQL’s data', ['postgres', 'cluster', 'PG_VERSION']],
  ])('damaged data: %s', async (_, path) => {
    const file = join(dataDir, ...path);
    const good = await readFile(file);
    await writeFile(file, 'rubbish');
    const { code, stderr } = await start().ended;
    await writeFile(file, good);
    expect(code).toBe(1);
    expect(stderr).toContain(join(dataDir, path[0]!));
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

describe('the token command', () => {
  test.each([
    [['--tenant', 'initech', '--user', 'ada'], 'There is no tenant "initech". Tenants: acme, globex, platform.'],
    [['--tenant', 'globex', '--user', 'ada'], 'Tenant globex has no user "ada". Users: grace (admin), gus (member).'],
    [['--tenant', 'acme', '--user', 'ada'], 'The platform does not run. Run in another terminal: npm start'],
    [['--colour', 'red'], 'Usage: npm run --silent token -- --tenant acme --user ada'],
  ])('%p: says what is wrong', async (args, message) => {
    const { code, stderr, stdout } = await token(...args);
    expect({ code, stdout, stderr: stderr.trim() }).toEqual({ code: 1, stdout: '', stderr: message });
  });
});
