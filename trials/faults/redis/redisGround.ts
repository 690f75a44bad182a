import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRedisBroadcast } from '#platform/broadcast/redisBroadcast.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { startRedis } from '#platform/services/redis/startRedis.ts';
import { startLiveGround } from '../../live/ground/startLiveGround.ts';
import { askGraph } from '../askGraph.ts';
import { killed, networkFaults } from '../fault.ts';
import type { FaultGround } from '../faultGround.ts';
import { startTcpProxy } from '../network/tcpProxy.ts';
import { startRedisTraffic } from './redisTraffic.ts';

/** Redis, two processes that broadcast over it, and a router that does. */
export async function redisGround(): Promise<FaultGround> {
  const dataDir = await mkdtemp(join(tmpdir(), 'inopsio-broken-redis-'));
  const start = (port?: number) =>
    startRedis({ dataDir, port, withParent: true, extra: { appendonly: 'yes', appendfsync: 'always' } });
  let redis = await start();
  const { port } = redis;
  const proxy = await startTcpProxy(port);
  const url = `redis://127.0.0.1:${proxy.port}`;
  const ground = await startLiveGround();
  const router = await ground.router(0, { REDIS_URL: url });
  const [publisher, subscriber] = [createRedisBroadcast(url, nullLogger), createRedisBroadcast(url, nullLogger)];
  const token = await ground.platform.token('acme', 'ada');
  return {
    target: {
      proxy,
      async kill() {
        redis.kill('SIGKILL');
        await redis.exited;
      },
      async restart() {
        redis = await start(port);
      },
    },
    faults: [...networkFaults, killed],
    callers: 2,
    endsWithin: 10_000,
    codes: ['BROADCAST_UNAVAILABLE'],
    traffic: (fault) => {
      const ask = async (): Promise<void> => void (await askGraph(router.url, token, '{ me { id } }'));
      return startRedisTraffic({ publisher, subscriber, ask }, `fault-${fault}`);
    },
    async close() {
      await Promise.all([publisher.close(), subscriber.close()]);
      await ground.close();
      await proxy.close();
      await redis.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
