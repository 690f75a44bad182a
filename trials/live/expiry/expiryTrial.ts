import { demoTenants } from '#platform/embedded/issuer/demoIdentities.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { GraphSocket } from '#tests/graph/clients/graphSocket.ts';
import { postGraphql } from '#tests/graph/clients/postGraphql.ts';
import type { TrialReport } from '../../report/trialReport.ts';
import { memberTokens, type TokenMaker } from '../ground/memberTokens.ts';
import { metricStream } from '../ground/metricEvents.ts';
import type { LiveGround } from '../ground/startLiveGround.ts';
import { roleChanged } from './roleChanged.ts';

/** How much is done. */
export interface ExpiryLoad {
  readonly sockets: number;
  readonly tokenSeconds: number;
}

interface Watcher {
  readonly userId: string;
  readonly socket: GraphSocket;
  /** When the socket closed and why; by this process's clock in milliseconds. */
  readonly closed: Promise<{ readonly at: number; readonly reason: string }>;
}

const endedWithin = 1_000;

/**
 * Sockets over two routers. A quarter lets its token end; a quarter goes on with a fresh one; of a quarter the users lose
 * their roles; the last quarter's tenant is suspended.
 */
export async function expiryTrial(ground: LiveGround, { sockets, tokenSeconds }: ExpiryLoad): Promise<TrialReport> {
  const { platform, tokenOf } = ground;
  const routers = [platform.routerUrl, (await ground.router()).url];
  const globex = demoTenants.find(({ slug }) => slug === 'globex')!;
  const globexTokens = await memberTokens(platform, 'globex', 'gus');
  const quarter = Math.floor(sockets / 4);
  const open = (maker: TokenMaker, seconds: number) =>
    Promise.all(Array.from({ length: quarter }, (_, n) => watch(routers[n % 2]!, maker, seconds)));
  const faults: string[] = [];
  const missed: string[] = [];

  const revoked = await open(tokenOf, 3_600);
  const suspended = await open(globexTokens, 3_600);
  const ends = Math.floor(Date.now() / 1_000) + tokenSeconds;
  const secondsLeft = (): number => ends - Math.floor(Date.now() / 1_000);
  const expiring = await open(tokenOf, secondsLeft());
  const refreshed = await open(tokenOf, secondsLeft());
  const expectedAt = performance.now() + (ends * 1_000 - Date.now());
  await Promise.all(
    refreshed.map(async ({ socket, userId }) => {
      socket.send({ type: 'ping', payload: { Authorization: `Bearer ${await tokenOf(userId, 3_600)}` } });
      await socket.take(({ payload }) => payload?.refreshed === true);
    }),
  );

  /** The longest that any of them was open after the moment, in milliseconds. */
  const lateness = async (watchers: readonly Watcher[], since: number, reason: string): Promise<number> => {
    const all = await Promise.all(watchers.map(({ closed }) => closed));
    const others = all.filter((each) => each.reason !== reason).length;
    const longest = Math.max(...all.map(({ at }) => at - since));
    if (others > 0) faults.push(`${others} sockets did not end with ${reason}`);
    if (longest > endedWithin) missed.push(`${reason}: the last socket ended after ${longest.toFixed(0)} ms`);
    return longest;
  };

  const revokedAt = performance.now();
  await platform.eventLog.append(revoked.map(({ userId }) => roleChanged(userId)));
  const afterRevocation = await lateness(revoked, revokedAt, 'TOKEN_REVOKED');
  const suspendedAt = performance.now();
  const operator = { authorization: `Bearer ${await platform.token('platform', 'ops')}` };
  const query = 'mutation ($id: ID!) { suspendTenant(tenantId: $id) { __typename } }';
  await postGraphql(`${platform.routerUrl}/graphql`, { query, variables: { id: globex.id } }, operator);
  const afterSuspension = await lateness(suspended, suspendedAt, 'TENANT_SUSPENDED');
  const afterExpiry = await lateness(expiring, expectedAt, 'TOKEN_EXPIRED');

  await ground.events.append('expiry');
  const going = await Promise.allSettled(refreshed.map(({ socket }) => socket.frame('1')));
  const broken = going.filter(({ status }) => status === 'rejected').length;
  if (broken > 0) faults.push(`${broken} refreshed sockets did not go on`);
  await Promise.all(refreshed.map(({ socket }) => socket.close()));
  return {
    name: 'expiry and revocation',
    load: `${quarter * 4} sockets over 2 routers, tokens of ${tokenSeconds} s`,
    figures: {
      'last socket ended after its token, ms': afterExpiry.toFixed(0),
      'last socket ended after its roles were taken, ms': afterRevocation.toFixed(0),
      'last socket ended after the suspension was asked for, ms': afterSuspension.toFixed(0),
      'refreshed sockets that got the next frame': quarter - broken,
      'refreshed sockets': quarter,
    },
    faults,
    missed,
  };
}

async function watch(url: string, tokenOf: TokenMaker, seconds: number): Promise<Watcher> {
  const userId = uuidv7();
  const socket = await GraphSocket.ready(url, await tokenOf(userId, seconds));
  const closed = socket.closed.then(({ reason }) => ({ at: performance.now(), reason }));
  await socket.subscribe('1', metricStream, { name: 'expiry' });
  return { userId, socket, closed };
}
