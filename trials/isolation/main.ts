/**
 * `npm run trial:isolation -- --calls 50000 --seed 1`: starts a platform of its own, lets each demo tenant attack the
 * other, and prints a line per direction. Ends with code 1 when anything of one tenant reached the other.
 */
import { parseArgs } from 'node:util';
import globalSetup from '#tests/globalSetup.ts';
import globalTeardown from '#tests/globalTeardown.ts';
import { startTestPlatform } from '#tests/graph/startTestPlatform.ts';
import { type FuzzReport, fuzz, type Side } from './fuzz.ts';

const { values } = parseArgs({
  options: { calls: { type: 'string', default: '50000' }, seed: { type: 'string', default: '1' } },
});
const [calls, seed] = [Number(values.calls), Number(values.seed)];
if (!Number.isInteger(calls) || calls < 1 || !Number.isInteger(seed)) {
  console.error('Usage: npm run trial:isolation -- --calls 50000 --seed 1');
  process.exit(2);
}

const acme: Side = { slug: 'acme', user: 'ada' };
const globex: Side = { slug: 'globex', user: 'grace' };

/** Runs one direction on a platform of its own, so that what the attacker changed is nobody's starting point. */
async function attack(attacker: Side, victim: Side): Promise<boolean> {
  const graph = await startTestPlatform({ subgraphPoolSize: 2 });
  try {
    const report = await fuzz(graph, {
      calls: Math.ceil(calls / 2),
      seed,
      attacker,
      victim,
      onProgress: (made) => process.stderr.write(`\r${attacker.slug}: ${made} calls `),
    });
    process.stderr.write('\r');
    return tell(report, attacker, victim);
  } finally {
    await graph.close();
  }
}

function tell({ leaks, changed, rawSql, ...report }: FuzzReport, attacker: Side, victim: Side): boolean {
  const breaches = [
    ...leaks.map(({ place, foreign, request, answer }) => `${place} showed ${foreign}\n  ${request}\n  ${answer}`),
    ...changed.map((table) => `rows of ${victim.slug} changed in ${table}`),
    ...rawSql.breaches,
  ];
  for (const breach of breaches.slice(0, 20)) console.error(breach);
  console.log(
    `${attacker.slug} against ${victim.slug}: ${report.calls} calls (${report.successes} answers without errors) by ${report.attacks.length} ways, ` +
      `${report.subscriptions} subscriptions with ${report.frames} frames, ${rawSql.refused} SQL statements refused, ` +
      `seed ${seed}: ${breaches.length === 0 ? '0 foreign bytes, 0 rows changed' : `${breaches.length} BREACHES`}`,
  );
  return breaches.length === 0;
}

await globalSetup();
try {
  const held = [await attack(acme, globex), await attack(globex, acme)];
  process.exitCode = held.every(Boolean) ? 0 : 1;
} finally {
  await globalTeardown();
}
