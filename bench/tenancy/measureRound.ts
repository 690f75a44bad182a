/** What one round cost. */
export interface Round {
  /** Microseconds per query, by the clock. */
  readonly micros: number;
  /** Microseconds of this process's CPU per query. */
  readonly cpuMicros: number;
  /** Queries whose answer was not the one row. */
  readonly wrong: number;
}

/** Asks for rows by their ids, so many at once, until all queries are answered. */
export async function measureRound(
  ask: (id: string) => Promise<readonly unknown[]>,
  ids: readonly string[],
  { queries, atOnce }: { readonly queries: number; readonly atOnce: number },
): Promise<Round> {
  let sent = 0;
  let wrong = 0;
  const cpu = process.cpuUsage();
  const from = performance.now();
  const worker = async (): Promise<void> => {
    while (sent < queries) {
      const id = ids[sent++ % ids.length]!;
      const rows = await ask(id);
      if (rows.length !== 1 || (rows[0] as { id: string }).id !== id) wrong += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const micros = ((performance.now() - from) * 1_000) / queries;
  const { user, system } = process.cpuUsage(cpu);
  return { micros, cpuMicros: (user + system) / queries, wrong };
}
