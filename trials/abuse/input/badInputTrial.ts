import { startTestGraph } from '#router/testkit/testGraph.ts';
import type { TrialReport } from '../../report/trialReport.ts';
import { startRouterProcess } from '../../router/ground/startRouterProcess.ts';
import { sendBadInput } from './sendBadInput.ts';

/** Bad input: mutated requests, messages and bytes. The router must refuse each by a code, tell nothing of its inside, and live. */
export async function badInputTrial(count: number, seed: number): Promise<TrialReport> {
  const graph = await startTestGraph();
  const router = await startRouterProcess(graph.supergraphSdl, { COST_LIMIT_PUBLIC: '300', MASK_ERRORS: 'on' });
  try {
    const began = performance.now();
    const report = await sendBadInput(router.url, { count, seed });
    const faults = report.faults.slice(0, 50);
    const answer = await fetch(`${router.url}/graphql?query=%7Bopen%7D`, {
      headers: { 'content-type': 'application/json' },
    });
    const text = await answer.text();
    if (text !== '{"data":{"open":"everybody"}}') faults.push(`the router serves no more: ${text.slice(0, 200)}`);
    if (router.exitCode !== null) faults.push(`the router ended with ${router.exitCode}`);
    const outcomes = [...report.outcomes].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      name: 'bad input',
      load: `${count} mutated requests, messages and bytes, seed ${seed}, 16 at once`,
      figures: {
        sent: report.sent,
        'crashes, unmasked errors': report.faults.length,
        seconds: Math.round((performance.now() - began) / 1000),
        ...Object.fromEntries(outcomes),
      },
      faults,
    };
  } finally {
    await router.close();
    await graph.close();
  }
}
