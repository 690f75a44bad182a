/**
 * `npm run trial:abuse -- --requests 100000 --seed 1`: starts a router of its own in a process of its own, sends it the
 * corpus of costly documents while good requests go on, then mutated requests, messages and bytes. Prints what came of it;
 * ends with code 1 when anything was not refused as it has to be, or the router did not live through it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { startTestGraph } from '#router/testkit/testGraph.ts';
import { costlyDocuments } from './costlyDocuments.ts';
import { faultOf } from './judgeAnswer.ts';
import { sendBadInput } from './sendBadInput.ts';

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
});
const [requests, seed] = [Number(values.requests), Number(values.seed)];
if (!Number.isInteger(requests) || requests < 1 || !Number.isInteger(seed)) {
  console.error('Usage: npm run trial:abuse -- --requests 100000 --seed 1');
  process.exit(2);
}

const faults: string[] = [];
/** Made before anything is timed: compressing bombs takes longer than refusing them. */
const corpus = costlyDocuments();
const graph = await startTestGraph();
const folder = await mkdtemp(join(tmpdir(), 'inopsio-abuse-'));
const supergraph = join(folder, 'supergraph.graphql');
await writeFile(supergraph, graph.supergraphSdl);
const router = spawn(process.execPath, [join(import.meta.dirname, '../../router/main.ts')], {
  env: {
    ...process.env,
    ROUTER_AUTH: 'none',
    SUPERGRAPH_FILE: supergraph,
    PORT: '0',
    COST_LIMIT_PUBLIC: '300',
    MASK_ERRORS: 'on',
    LOG_LEVEL: 'info',
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const ended = once(router, 'exit');

/** The address from the log; everything after it is read and thrown away, so that the router never waits for us. */
async function address(): Promise<string> {
  const lines = createInterface({ input: router.stdout });
  const [url] = await Promise.race([
    new Promise<[string]>((resolve) => {
      lines.on('line', (line) => {
        if (line.includes('router is ready'))
          resolve([(JSON.parse(line) as { url: string }).url.replace('/graphql', '')]);
      });
    }),
    ended.then(() => Promise.reject(new Error('the router did not start'))),
  ]);
  return url;
}

const json = { 'content-type': 'application/json' };
const good = JSON.stringify({ query: '{ open alerts { id owner { name } } }' });

async function timed(
  url: string,
  body: string | Buffer,
  headers: object = {},
): Promise<{ ms: number; text: string; status: number }> {
  const began = performance.now();
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { ...json, ...headers },
    body: body as string,
  });
  const text = await response.text();
  return { ms: performance.now() - began, text, status: response.status };
}

function percentile(times: number[], share: number): string {
  const sorted = [...times].sort((a, b) => a - b);
  return `${(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1)} ms`;
}

async function costly(url: string): Promise<void> {
  const alone: number[] = [];
  for (let n = 0; n < 500; n++) alone.push((await timed(url, good)).ms);
  const refusals: number[] = [];
  const beside: number[] = [];
  let going = true;
  const traffic = (async () => {
    while (going) beside.push((await timed(url, good)).ms);
  })();
  for (const { name, headers, body, codes } of corpus) {
    const { ms, text, status } = await timed(url, body, headers);
    refusals.push(ms);
    const fault = faultOf(status, text);
    if (fault || !codes.some((code) => text.includes(`"${code}"`)))
      faults.push(`${name}: ${fault ?? text.slice(0, 200)}`);
  }
  going = false;
  await traffic;
  console.log(
    `costly documents: ${refusals.length} refused, p50 ${percentile(refusals, 0.5)}, p99 ${percentile(refusals, 0.99)}, most ${percentile(refusals, 1)}`,
  );
  console.log(
    `good requests: p99 ${percentile(alone, 0.99)} alone, ${percentile(beside, 0.99)} beside them (${beside.length})`,
  );
}

try {
  const url = await address();
  await costly(url);
  const began = performance.now();
  const report = await sendBadInput(url, { count: requests, seed });
  faults.push(...report.faults);
  const outcomes = [...report.outcomes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([outcome, count]) => `${outcome}: ${count}`);
  console.log(
    `bad input: ${report.sent} sent in ${((performance.now() - began) / 1000).toFixed(0)} s; ${outcomes.join(', ')}`,
  );
  const { text } = await timed(url, good);
  if (!text.startsWith('{"data":{"open":"everybody"'))
    faults.push(`the router does not serve any more: ${text.slice(0, 200)}`);
  if (router.exitCode !== null) faults.push(`the router ended with ${router.exitCode}`);
} catch (error) {
  faults.push((error as Error).message);
} finally {
  router.kill('SIGTERM');
  await ended;
  await graph.close();
  await rm(folder, { recursive: true });
}
for (const fault of faults.slice(0, 50)) console.error(fault);
console.log(`${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;
