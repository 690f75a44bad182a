/**
 * `npm run trial:reference -- --n 1000 --seed 1`: the router against the reference engine over our own supergraph.
 * Prints each difference with the query that shows it; exits with 1 where there is one.
 */

import { parseArgs } from 'node:util';
import globalSetup from '#tests/globalSetup.ts';
import globalTeardown from '#tests/globalTeardown.ts';
import { referenceTrial } from './referenceTrial.ts';

const { values } = parseArgs({
  options: { n: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } },
});

await globalSetup();
try {
  const { compared, refused, explained, differences } = await referenceTrial(Number(values.n), Number(values.seed));
  for (const { seed, difference, query, variables } of differences) {
    console.error(`seed ${seed}: ${difference}\n  ${query.replace(/\s+/g, ' ')} ${JSON.stringify(variables)}`);
  }
  console.log(
    `${compared} queries compared: ${differences.length} differences, ${explained} explained; ${refused} refused`,
  );
  process.exitCode = differences.length > 0 ? 1 : 0;
} finally {
  await globalTeardown();
}
