import type { KeyFetchPace } from '#platform/identity/remoteKeys.ts';
import { tokenForge } from '#platform/identity/testkit/forgeToken.ts';
import { tokenForgeries } from '#platform/identity/testkit/tokenForgeries.ts';
import { createTokenVerifier } from '#platform/identity/tokenVerifier.ts';
import { startRouter } from '#router/startRouter.ts';
import { startTestGraph } from '#router/testkit/testGraph.ts';
import { testIdentity } from '#router/testkit/testIdentity.ts';
import type { TrialReport } from '../../report/trialReport.ts';
import { startKeyServer } from './keyServer.ts';
import { ways } from './presentToken.ts';
import { type RotatingIssuer, startRotatingIssuer } from './rotatingIssuer.ts';

/** How much is done, and how often the issuer may be asked. */
export interface TokensOptions {
  readonly unknownKids: number;
  readonly rotations: number;
  readonly pace: KeyFetchPace;
}

/** Tokens with unknown key ids that are on their way at the same time. */
const atOnce = 20;
/** Milliseconds after which a new key that is still unknown stays so. */
const patience = 60_000;

/**
 * Tokens, on a router before the platform's own issuer: forgeries by every way a token can come, then rotations of the
 * issuer's keys in the midst of tokens with unknown key ids. None may be accepted nor reach a subgraph, keys may be fetched
 * no more often than the pace says, every genuine token must be let in, and none of a retired key.
 */
export async function tokensTrial({ unknownKids, rotations, pace }: TokensOptions): Promise<TrialReport> {
  const [graph, identity, issuer] = await Promise.all([startTestGraph(), testIdentity(), startRotatingIssuer()]);
  const keys = await startKeyServer(() => issuer.jwksUri);
  const { url: name, audience } = issuer;
  const verifier = createTokenVerifier({ issuer: name, audience, jwks: keys.url, keyFetchPace: pace });
  const router = await startRouter({
    supergraphSdl: graph.supergraphSdl,
    auth: { verifier, signer: identity.signer },
    port: 0,
  });
  const { url } = router;
  const faults: string[] = [];
  const accepted = { forged: 0, unknown: 0, retired: 0 };
  let refusedGenuine = 0;
  let presented = 0;
  const letIn = async (token: string, what: string, way = 'POST'): Promise<void> => {
    const verdict = await ways[way]!(url, token);
    if (verdict === 'accepted') return;
    refusedGenuine++;
    faults.push(`${what} by ${way}: ${verdict}`);
  };
  const refuse = async (token: string, kind: keyof typeof accepted, what: string, way = 'POST'): Promise<void> => {
    presented++;
    const verdict = await ways[way]!(url, token);
    if (verdict === 'accepted') accepted[kind]++;
    if (verdict !== 'TOKEN_INVALID') faults.push(`${what} by ${way}: ${verdict}`);
  };
  /** Some of the tokens with unknown key ids, each with an id of its own. */
  const storm = async (first: number, end: number): Promise<void> => {
    const { signed, foreign } = tokenForge(await issuer.stolen());
    let next = first;
    const worker = async (): Promise<void> => {
      while (next < end) {
        const kid = `unknown-${next++}`;
        await refuse(await signed({}, { kid }, foreign.privateKey), 'unknown', kid);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
  };

  try {
    const tokens = [await tokensOf(issuer)];
    for (const way of Object.keys(ways)) await letIn(tokens[0]!.present, 'a genuine token', way);
    const asked = graph.alerts.seen.length;
    const forgeries = tokenForgeries(await issuer.stolen());
    for (const way of Object.keys(ways)) {
      for (const forgery of forgeries) await refuse(await forgery.make(), 'forged', forgery.name, way);
    }
    const reached = graph.alerts.seen.length - asked;
    if (reached > 0) faults.push(`${reached} calls of forged tokens reached the subgraph`);

    let untilKnown = 0;
    for (let rotation = 1; rotation <= rotations; rotation++) {
      await issuer.rotate();
      const fresh = await tokensOf(issuer);
      tokens.push(fresh);
      await storm(((rotation - 1) * unknownKids) / rotations, (rotation * unknownKids) / rotations);
      await letIn(tokens[rotation - 1]!.past, `a token from before rotation ${rotation}`);
      const began = performance.now();
      // Until its key is fetched a new key is as unknown as a forged one.
      while (
        (await ways.POST!(url, fresh.present)) !== 'accepted' &&
        performance.now() - began < pace.known + patience
      );
      untilKnown = Math.max(untilKnown, performance.now() - began);
      for (const way of Object.keys(ways)) await letIn(fresh.present, `a token of rotation ${rotation}`, way);
      if (rotation > 1) await refuse(tokens[rotation - 2]!.retired, 'retired', 'a token of a retired key');
    }
    const gaps = keys.fetches.slice(1).map((at, n) => at - keys.fetches[n]!);
    const shortest = Math.min(...gaps);
    if (shortest < pace.known) faults.push(`keys were fetched again after ${shortest} ms`);
    if (gaps.length < rotations) faults.push(`keys were fetched ${keys.fetches.length} times`);
    return {
      name: 'tokens',
      load: `${forgeries.length} forgeries by ${Object.keys(ways).length} ways each, then ${rotations} rotations of the issuer's keys amid ${unknownKids} tokens with unknown key ids`,
      figures: {
        'tokens to be refused': presented,
        'forgeries accepted': accepted.forged,
        'tokens with unknown key ids accepted': accepted.unknown,
        'tokens of retired keys accepted': accepted.retired,
        'calls of forgeries that reached a subgraph': reached,
        'genuine tokens refused': refusedGenuine,
        'fetches of keys': keys.fetches.length,
        'shortest time between two, s': Math.floor(shortest / 100) / 10,
        'a new key is known after, most s': Math.ceil(untilKnown / 100) / 10,
      },
      faults: faults.slice(0, 50),
    };
  } finally {
    await router.close();
    await Promise.all([graph.close(), issuer.close(), keys.close()]);
  }
}

/**
 * Tokens of one key: for when it signs, for when it only is published, and for when it is retired. None was presented before,
 * so that none is known from having been verified.
 */
async function tokensOf(issuer: RotatingIssuer): Promise<Record<'present' | 'past' | 'retired', string>> {
  return { present: await issuer.token(), past: await issuer.token(), retired: await issuer.token() };
}
