/**
 * `npm run demo`: a client as a frontend team would write it (typed documents, graphql-ws) plays order to cash and a
 * security alert as tenant acme, while dashboards of acme and of globex listen. Prints the timeline with latencies; exits
 * with 1 where acme misses a frame or globex sees one.
 */
import { findPlatform } from './signIn.ts';
import { assemble, type Cast } from './story/cast.ts';
import { expectServed } from './story/expectServed.ts';
import { isolation } from './story/isolation.ts';
import { orderToCash } from './story/orderToCash.ts';
import { subscribeToAll } from './story/subscribeToAll.ts';
import { threat } from './story/threat.ts';
import { startTimeline } from './timeline.ts';

async function play(cast: Cast): Promise<void> {
  await Promise.all([expectServed('acme', cast.ada), expectServed('globex', cast.grace)]);
  await Promise.all([subscribeToAll(cast.acme, cast.ada), subscribeToAll(cast.globex, cast.grace)]);
  cast.timeline.note('Dashboards of acme and globex listen.');
  await orderToCash(cast);
  await threat(cast);
  await isolation(cast);
}

async function main(): Promise<void> {
  const timeline = startTimeline((line) => console.log(line));
  const cast = await assemble(await findPlatform(), timeline);
  try {
    await play(cast);
    timeline.note('Done.');
  } finally {
    await cast.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
