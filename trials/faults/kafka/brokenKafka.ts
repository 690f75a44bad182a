import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#platform/embedded/postgres/freePort.ts';
import { type RunningKafka, startKafka } from '#platform/services/kafka/startKafka.ts';
import { startTcpProxy, type TcpProxy } from '../network/tcpProxy.ts';

/** A broker that clients reach through a proxy only, and that can be killed. */
export interface BrokenKafka {
  readonly proxy: TcpProxy;
  /** What clients are given. */
  readonly broker: string;
  /** Ends the broker by SIGKILL. */
  kill(): Promise<void>;
  /** Starts it again on its data and its ports. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a broker of its own behind a proxy. */
export async function startBrokenKafka(): Promise<BrokenKafka> {
  const dataDir = await mkdtemp(join(tmpdir(), 'inopsio-broken-kafka-'));
  const port = await freePort();
  const proxy = await startTcpProxy(port);
  const start = () => startKafka({ dataDir, port, advertisedPort: proxy.port, withParent: true });
  let kafka: RunningKafka = await start();
  return {
    proxy,
    broker: `127.0.0.1:${proxy.port}`,
    async kill() {
      kafka.kill('SIGKILL');
      await kafka.exited;
    },
    async restart() {
      kafka = await start();
    },
    async close() {
      await proxy.close();
      await kafka.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
