import { forEveryAudience } from '#router/documents/audience.ts';
import { parseManifest } from '#router/documents/manifest.ts';
import { Safelist } from '#router/documents/safelist.ts';
import { startRouter } from '#router/startRouter.ts';
import { startTestGraph } from '#router/testkit/testGraph.ts';
import { testIdentity } from '#router/testkit/testIdentity.ts';
import type { TrialReport } from '../../report/trialReport.ts';
import { seededRandom } from '../input/random.ts';
import { faultOf } from '../judgeAnswer.ts';
import { partnerWays } from './partnerWays.ts';
import { sha256, unlistedRequest } from './unlistedRequests.ts';

/** What the partner may send. */
const listed = [
  'query Alerts { alerts { id owner { name } } }',
  'query Open { open }',
  'mutation Raise { raise(id: "1") { id } }',
];
/** What another partner may send, and what signed-in users may. */
const ofOthers = ['query Foreign { echo(text: "foreign") }', 'query People { people { name } }'];
const ofUsers = ['query Echo { echo(text: "user") }', 'mutation Foreign { raise(id: "9") { id } }'];

/** Codes with which such a request may be refused. */
const codes = /OPERATION_NOT_SAFELISTED|PERSISTED_QUERY_MISMATCH|PERSISTED_QUERY_NOT_FOUND/;

/**
 * Safelist: ad-hoc, altered and foreign operations as a partner, by every way operations come in. None may be executed: that is
 * counted by the calls that reach subgraphs, and by the data in answers.
 */
export async function safelistTrial(count: number, seed: number): Promise<TrialReport> {
  const [graph, identity] = await Promise.all([startTestGraph(), testIdentity()]);
  const manifest = (scope: string, texts: readonly string[]) =>
    parseManifest(JSON.stringify(Object.fromEntries(texts.map((text) => [sha256(text), text]))), scope, scope);
  const router = await startRouter({
    supergraphSdl: graph.supergraphSdl,
    auth: { verifier: identity.verifier, signer: identity.signer },
    port: 0,
    batchLimit: 10,
    safelist: new Safelist(
      [manifest('partner:one', listed), manifest('partner:two', ofOthers), manifest('user', ofUsers)],
      { ...forEveryAudience('open'), partner: 'safelist' },
    ),
  });
  const { url } = router;
  const token = await identity.token({ roles: ['partner'], attributes: { partner: 'one' } });
  const calls = (): number => graph.alerts.seen.length + graph.people.seen.length;
  const faults: string[] = [];
  const refusals = new Map<string, number>();
  try {
    // That what is listed is executed by every way shows that the calls of what is not would be seen.
    let executed = 0;
    for (const [name, send] of Object.entries(partnerWays)) {
      const before = calls();
      const answer = await send(url, token, { documentId: sha256(listed[0]!) });
      if (!answer.includes('Name of owner-of-1') || calls() !== before + 2)
        faults.push(`${name}: listed, but ${answer}`);
      else executed++;
    }
    await partnerWays.POST!(url, await identity.token(), {
      query: '{ open }',
      extensions: { persistedQuery: { version: 1, sha256Hash: sha256('{ open }') } },
    });
    const before = calls();
    const random = seededRandom(seed);
    const names = Object.keys(partnerWays);
    for (let n = 0; n < count; n++) {
      const { kind, request } = unlistedRequest(n, random, listed, [...ofOthers, ...ofUsers]);
      const way = random.pick(names);
      const answer = await partnerWays[way]!(url, token, request);
      const code = codes.exec(answer)?.[0];
      if (!code || answer.includes('"data"')) faults.push(`${kind} by ${way}: ${answer.slice(0, 200)}`);
      const fault = faultOf(200, answer);
      if (fault) faults.push(`${kind} by ${way}: ${fault}`);
      refusals.set(code ?? 'none', (refusals.get(code ?? 'none') ?? 0) + 1);
    }
    const reached = calls() - before;
    if (reached > 0) faults.push(`${reached} calls reached subgraphs`);
    return {
      name: 'safelist',
      load: `${count} ad-hoc, altered and foreign operations as a partner, by ${names.length} ways, seed ${seed}`,
      figures: {
        'ways by which listed operations are executed': executed,
        'calls that reached subgraphs': reached,
        ...Object.fromEntries([...refusals].sort()),
      },
      faults: faults.slice(0, 50),
    };
  } finally {
    await router.close();
    await graph.close();
  }
}
