import { startRouterReplica } from '#tests/graph/startRouterReplica.ts';
import { startLiveGround } from '../../live/ground/startLiveGround.ts';
import { networkFaults } from '../fault.ts';
import type { FaultGround } from '../faultGround.ts';
import { startTcpProxy } from '../network/tcpProxy.ts';
import { startSubgraphTraffic } from './subgraphTraffic.ts';

/** The subgraph of customers behind a router in a process of its own; the other subgraphs are near. */
export async function subgraphGround(): Promise<FaultGround> {
  const ground = await startLiveGround();
  const { platform } = ground;
  const crm = platform.subgraphs.find(({ name }) => name === 'crm')!;
  const proxy = await startTcpProxy(Number(new URL(crm.url).port));
  const url = crm.url.replace(/:\d+/, `:${proxy.port}`);
  const subgraphs = platform.subgraphs.map((each) => (each === crm ? { ...crm, url } : each));
  const router = await startRouterReplica({ ...platform, subgraphs });
  const token = await ground.tokenOf('01890000-0000-7000-b000-00000000fa17', 3_600);
  return {
    target: { proxy },
    faults: networkFaults,
    // More than may be under way to one subgraph at once.
    callers: 32,
    endsWithin: 30_000,
    codes: ['SUBGRAPH_UNAVAILABLE', 'SUBGRAPH_TIMEOUT', 'SUBGRAPH_OVERLOADED'],
    traffic: (fault) => startSubgraphTraffic(router.url, token, fault),
    async close() {
      await router.kill();
      await proxy.close();
      await ground.close();
    },
  };
}
