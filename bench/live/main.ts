/**
 * `npm run bench:live -- [--rounds 5] [--scale 1] [--only one-group,groups,stalled,commit] [--profile <folder>] [--write]`
 *
 * Live streams of the router beside graphql-ws used plainly: same events, same subscribers, in turn. Every frame is
 * counted; ends with 1 where one was lost or came twice. Writes docs/figures/live.md with --write.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startLiveGround } from '../../trials/live/ground/startLiveGround.ts';
import { startFloor, startOwn, startPlain } from './contender.ts';
import { type Figures, figuresAsMarkdown } from './figures.ts';
import { liveCases } from './liveCase.ts';
import { measureCommits } from './measureCommits.ts';
import { runCase } from './runCase.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    scale: { type: 'string', default: '1' },
    only: { type: 'string' },
    profile: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const wanted = values.only?.split(',');
const isWanted = (name: string): boolean => wanted?.includes(name) ?? true;
const rounds = Number(values.rounds);
const figures: Figures = { cases: [], rounds };
const ground = await startLiveGround();
try {
  for (const load of liveCases(Number(values.scale)).filter(({ name }) => isWanted(name))) {
    // Fresh processes for each case: what one case leaves in memory is not the next one's.
    const nodeFlags = values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [];
    const servers = [await startOwn(ground, nodeFlags), await startPlain(ground)];
    // It has no answer to those who do not read.
    if (load.stalled === 0) servers.push(await startFloor(ground));
    figures.cases.push({ load, results: await runCase(ground, servers, load, rounds) });
    for (const { pid } of servers) {
      process.kill(pid, values.profile ? 'SIGINT' : 'SIGKILL');
      // A profile is written at the end.
      while (existsSync(`/proc/${pid}`)) await wait(50);
    }
  }
  if (isWanted('commit')) figures.commits = await measureCommits(ground);
} finally {
  await ground.close();
}
const text = figuresAsMarkdown(figures);
console.log(text);
if (values.write) writeFileSync(join(import.meta.dirname, '..', '..', 'docs', 'figures', 'live.md'), text);
const all = figures.cases.flatMap(({ results }) => results).filter(({ server }) => server.name === 'router');
const wrong = all
  .flatMap(({ rounds: one, stalledRounds }) => [...one, ...stalledRounds])
  .some(({ lost, twice }) => lost + twice > 0);
process.exit(wrong ? 1 : 0);
