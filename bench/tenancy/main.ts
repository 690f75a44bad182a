/**
 * `npm run bench:session -- [--rounds 15] [--queries 1500] [--write]`
 *
 * What a tenant session (role, schema, transaction) costs over the bare query of one row, on connections that have role and
 * schema already. Both run in turn, one query at a time and eight at once, on a PostgreSQL of its own; every answer
 * is looked at. Writes docs/figures/session.md with --write; ends with 1 when an answer was wrong.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '#platform/config/projectRoot.ts';
import { figuresAsMarkdown, type SessionFigure } from './figures.ts';
import { measureRound, type Round } from './measureRound.ts';
import { startSessionGround } from './startSessionGround.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    queries: { type: 'string', default: '1500' },
    write: { type: 'boolean', default: false },
  },
});
const [rounds, queries] = [Number(values.rounds), Number(values.queries)];
const sql = 'SELECT id, text, amount, created_at FROM notes WHERE id = $1';

const ground = await startSessionGround(8);
const ways: Readonly<Record<SessionFigure['way'], (id: string) => Promise<readonly unknown[]>>> = {
  'bare query': async (id) => (await ground.bare(sql, [id])).rows,
  'tenant session': (id) => ground.fixture.store.read(ground.tenantId, (session) => session.query(sql, [id])),
  transaction: (id) => ground.fixture.store.transact(ground.tenantId, (session) => session.query(sql, [id])),
};
const figures: SessionFigure[] = [];
for (const atOnce of [1, 8]) {
  const measured = new Map<SessionFigure['way'], Round[]>();
  for (let round = -2; round < rounds; round += 1) {
    for (const [name, ask] of Object.entries(ways)) {
      const way = name as SessionFigure['way'];
      const result = await measureRound(ask, ground.ids, { queries, atOnce });
      // The first rounds warm up.
      if (round >= 0) measured.set(way, [...(measured.get(way) ?? []), result]);
    }
  }
  for (const [way, all] of measured) figures.push({ way, atOnce, rounds: all });
}
await ground.close();
const text = figuresAsMarkdown(figures);
console.log(text);
if (values.write) await writeFile(join(projectRoot, 'docs/figures/session.md'), text);
process.exit(figures.some((figure) => figure.rounds.some(({ wrong }) => wrong > 0)) ? 1 : 0);
