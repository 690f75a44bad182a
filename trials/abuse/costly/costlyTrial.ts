import { setTimeout } from 'node:timers/promises';
import { Pool } from 'undici';
import { startTestGraph } from '#router/testkit/testGraph.ts';
import type { TrialReport } from '../../report/trialReport.ts';
import { percentile } from '../../router/ground/percentile.ts';
import { startRouterProcess } from '../../router/ground/startRouterProcess.ts';
import { faultLines, type LoadOptions, loadOf, startLoad } from '../../router/ground/steadyLoad.ts';
import { faultOf } from '../judgeAnswer.ts';
import { type CostlyRequest, costlyDocuments } from './costlyDocuments.ts';

/** Good requests per second, and costly ones in the same time. */
const goodRate = 200;
const costlyRate = 20;

/** A request of the corpus, made so that no cache of the router knows it from another round. */
interface Shot {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly codes: readonly string[];
}

/**
 * Query denial of service: the corpus of 200 costly documents, alone one after the other and then beside good requests.
 * Every document must be refused by its code within 50 ms, and the p99 of the good requests at most double.
 */
export async function costlyTrial(rounds: number): Promise<TrialReport> {
  // Made before anything is timed: compressing bombs takes longer than refusing them.
  const corpus = costlyDocuments();
  const shots = Array.from({ length: 2 * rounds }, (_, round) => corpus.map((costly) => shotOf(costly, round)));
  const graph = await startTestGraph();
  const router = await startRouterProcess(graph.supergraphSdl, { COST_LIMIT_PUBLIC: '300', MASK_ERRORS: 'on' });
  const pool = new Pool(router.url, { connections: 4 });
  const faults: string[] = [];
  const shoot = async ({ name, headers, body, codes }: Shot): Promise<number> => {
    const began = performance.now();
    const answer = await pool.request({ path: '/graphql', method: 'POST', headers, body });
    const text = await answer.body.text();
    const ms = performance.now() - began;
    const fault = faultOf(answer.statusCode, text);
    const refused = codes.some((code) => text.includes(`"${code}"`));
    if (fault || !refused) faults.push(`${name}: ${fault ?? text.slice(0, 200)}`);
    return ms;
  };
  try {
    const good = goodLoad(router.url);
    await loadOf(5 * goodRate, good);
    const alone: number[] = [];
    for (const shot of shots.slice(0, rounds).flat()) alone.push(await shoot(shot));
    const goodAlone = await loadOf(corpus.length * rounds * (goodRate / costlyRate), good);
    const load = startLoad(good);
    const began = performance.now();
    const beside: number[] = [];
    for (const shot of shots.slice(rounds).flat()) {
      await setTimeout(Math.max(0, began + (beside.length * 1000) / costlyRate - performance.now()));
      beside.push(await shoot(shot));
    }
    const goodBeside = await load.end();
    faults.push(...faultLines('good requests alone', goodAlone), ...faultLines('good requests beside', goodBeside));
    const [before, after] = [percentile(goodAlone.times, 0.99), percentile(goodBeside.times, 0.99)];
    const missed: string[] = [];
    if (percentile(alone, 1) > 50) missed.push(`a refusal alone takes ${percentile(alone, 1)} ms`);
    if (percentile(beside, 1) > 50) missed.push(`a refusal beside takes ${percentile(beside, 1)} ms`);
    if (after > 2 * before) missed.push(`good requests: p99 ${before} ms alone, ${after} ms beside`);
    return {
      name: 'query denial of service',
      load: `200 costly documents × ${rounds} one after the other, then as often at ${costlyRate}/s beside ${goodRate} good requests/s`,
      figures: {
        'documents refused': alone.length + beside.length,
        'refusal alone, p50 / p99 / most, ms': spread(alone),
        'refusal beside good requests, p50 / p99 / most, ms': spread(beside),
        'good requests alone, p50 / p99 / most, ms': spread(goodAlone.times),
        'good requests beside, p50 / p99 / most, ms': spread(goodBeside.times),
      },
      faults,
      missed,
    };
  } finally {
    await pool.close();
    await router.close();
    await graph.close();
  }
}

function spread(times: readonly number[]): string {
  return [0.5, 0.99, 1].map((share) => percentile(times, share)).join(' / ');
}

function goodLoad(url: string): LoadOptions {
  return {
    url,
    rate: goodRate,
    body: (n) =>
      JSON.stringify({
        query: 'query ($t: String!) { echo(text: $t) alerts { id owner { id name } } }',
        variables: { t: `${n}` },
      }),
    faultOf: (n, status, text) =>
      text.startsWith(`{"data":{"echo":"${n}","alerts":[{`) ? undefined : `status ${status}`,
  };
}

/** A document gets a comment, a body of another kind a space. */
function shotOf({ name, headers, body, codes }: CostlyRequest, round: number): Shot {
  const isDocument = typeof body === 'string' && body.startsWith('{"query":') && body.endsWith('"}');
  const text = isDocument ? `${body.slice(0, -2)} #${round}"}` : body;
  return {
    name,
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof text === 'string' ? Buffer.from(text) : text,
    codes,
  };
}
