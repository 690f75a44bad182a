/**
 * `npm run bench:router -- [--rounds 5] [--seconds 2] [--only ours,floor,apollo] [--cases large,small] [--profile <folder>]`
 *
 * Compares routers on the four-subgraph benchmark: all are started, then loaded one at a time, in turn, round by round.
 * Every answer is checked. Writes docs/figures/router.md with --write.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bodiesOf } from './bodies.ts';
import { checkAnswers } from './checkAnswers.ts';
import type { ContenderCommand } from './contenders/contender.ts';
import { contenders } from './contenders/contenders.ts';
import { type ContenderFigures, figuresAsMarkdown } from './figures.ts';
import { benchCases } from './graph/benchCases.ts';
import { shopMonolith, shopSupergraph } from './graph/composeShop.ts';
import { listening, type StartedProcess, startProcess } from './measure/startProcess.ts';
import { type RoundResult, runRound } from './runRound.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    only: { type: 'string' },
    cases: { type: 'string' },
    profile: { type: 'string' },
    'node-flags': { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const duration = Number(values.seconds) * 1000;
const nodeFlags = values['node-flags']?.split(',') ?? [];
const only = values.only?.split(',');
const cases = benchCases.filter(({ name }) => values.cases?.split(',').includes(name) ?? true);
const folder = mkdtempSync(join(tmpdir(), 'bench-router-'));
const started: StartedProcess[] = [];

try {
  const subgraphs = startProcess(process.execPath, [join(import.meta.dirname, 'subgraphs', 'main.ts')], {});
  started.push(subgraphs);
  while (!subgraphs.output().includes('\n')) await new Promise((resolve) => setTimeout(resolve, 50));
  const origin = `http://127.0.0.1:${subgraphs.output().trim()}`;
  const supergraph = shopSupergraph(origin);
  const supergraphFile = join(folder, 'supergraph.graphql');
  writeFileSync(supergraphFile, supergraph);
  const monolith = shopMonolith(supergraph);

  const running: {
    figures: ContenderFigures & { rounds: Map<string, RoundResult[]> };
    command: ContenderCommand;
    pid: number;
  }[] = [];
  const skipped: string[] = [];
  for (const contender of contenders.filter(({ name }) => only?.includes(name) ?? true)) {
    const command = await contender.prepare({ supergraphFile, origin, cases, profileDir: values.profile, nodeFlags });
    if (typeof command === 'string') {
      skipped.push(`${contender.name} did not run: ${command}`);
      continue;
    }
    const process = startProcess(command.command, command.args, command.env, command.cwd);
    started.push(process);
    try {
      await listening(command.port);
      running.push({ figures: { contender, rounds: new Map() }, command, pid: process.pid });
    } catch (error) {
      skipped.push(`${contender.name} did not start: ${(error as Error).message}`);
    }
  }

  const answerBytes = new Map<string, number>();
  for (const each of cases) {
    await fetch(`${origin}/control?delay=${each.delay}`);
    const bodies = bodiesOf(each);
    const checks = await Promise.all(running.map(() => checkAnswers(monolith, each)));
    // Round 0 is not counted: documents are planned and code is compiled.
    for (let round = 0; round <= rounds; round++) {
      for (const [index, { figures, command, pid }] of running.entries()) {
        const url = new URL(`http://127.0.0.1:${command.port}${command.path}`);
        const check = checks[index]!;
        const result = await runRound(pid, {
          url,
          bodies,
          connections: each.connections,
          duration,
          atLeast: round === 0 ? each.warmUp : 0,
          check(answer, body) {
            answerBytes.set(each.name, answer.body.length);
            check(answer, body);
          },
        }).catch((error: Error) => error);
        if (result instanceof Error) {
          if (round === 0) skipped.push(`${figures.contender.name}, ${each.name}: ${result.message.slice(0, 200)}`);
          continue;
        }
        if (round === 0) continue;
        const known = figures.rounds.get(each.name) ?? [];
        figures.rounds.set(each.name, [...known, result]);
      }
    }
  }
  const command = `npm run bench:router -- ${process.argv
    .slice(2)
    .filter((each) => each !== '--write')
    .join(' ')}`.trim();
  const figures = running.map(({ figures }) => figures);
  const text = figuresAsMarkdown({ figures, cases, skipped, rounds, duration, command, answerBytes });
  console.log(text);
  if (values.write) writeFileSync(join(import.meta.dirname, '..', '..', 'docs', 'figures', 'router.md'), text);
} finally {
  await Promise.all(started.map((each) => each.stop()));
  rmSync(folder, { recursive: true, force: true });
}
