import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { freePort } from '../embedded/postgres/freePort.ts';
import { spawnCommand } from '../embedded/testing/spawnStart.ts';
import { startRegistry } from './registry/startRegistry.ts';
import { stopServices } from './stopServices.ts';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'inopsio-services-'));
});

afterEach(async () => {
  await stopServices(join(dataDir, 'services'));
  await rm(dataDir, { recursive: true, force: true });
});

const services = (...args: string[]) =>
  spawnCommand(process.execPath, ['tools/services.ts', ...args, '--native'], { DATA_DIR: dataDir }).ended;

function refused(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => socket.destroy() && resolve(false));
    socket.once('error', () => resolve(true));
  });
}

test('starts a service once, says how to use it, and stops it', async () => {
  const port = await freePort();
  const started = await services('start', 'redis', '--redis-port', String(port));
  expect(started).toMatchObject({ code: 0, stderr: '' });
  expect(started.stdout).toContain(`REDIS_URL=redis://127.0.0.1:${port} npm start`);
  const redis = new Redis(port);
  const [, id] = /run_id:(\w+)/.exec(await redis.info('server'))!;

  expect((await services('start', 'redis')).stdout).toContain(`127.0.0.1:${port}`);
  expect(await redis.info('server')).toContain(`run_id:${id}`);
  redis.disconnect();
  expect((await services('status')).stdout).toMatch(new RegExp(`redis +127.0.0.1:${port} +process \\d+`));

  expect((await services('stop')).stdout.trim()).toBe('Stopped: redis.');
  expect(await refused(port)).toBe(true);
  expect((await services('status')).stdout.trim()).toBe('No service runs.');
  expect((await services('stop')).stdout.trim()).toBe('Nothing ran.');
});

test('a service that cannot start ends the command with its log', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const { code, stderr } = await services('start', 'redis', '--redis-port', String(port));
  other.close();
  expect(code).toBe(1);
  expect(stderr).toMatch(/^Redis (ended before|was not ready)[\s\S]*redis\.log/);
});

test.each([[[]], [['begin']], [['start', 'postgres']], [['start', '--redis-port', 'x']]])(
  '%p: says what there is',
  async (args) => {
    const { code, stderr } = await services(...args);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Usage: npm run services -- start\|stop\|status \[kafka\]/);
  },
);

test('the schema registry answers at the address of its Confluent-compatible interface', async () => {
  const registry = await startRegistry({ dataDir, withParent: true });
  const subjects = await fetch(`${registry.url}/subjects`);
  expect([subjects.status, await subjects.json()]).toEqual([200, []]);
  await registry.stop();
  expect(await refused(registry.port)).toBe(true);
}, 180_000);
