import type { RequestReport } from '#kit/subgraphRuntime.ts';

/** What one request of a client cost the subgraphs. */
export interface RequestCost {
  /** Requests by subgraph. */
  readonly requests: Readonly<Record<string, number>>;
  /** SQL statements of tenant sessions by subgraph; their frame (BEGIN with role and schema, COMMIT) is not counted. */
  readonly sqlStatements: Readonly<Record<string, number>>;
}

/** Adds up what subgraphs report, by the id of the client's request. */
export class RequestCosts {
  readonly #reports = new Map<string, RequestReport[]>();

  add(report: RequestReport): void {
    const known = this.#reports.get(report.requestId);
    if (known) known.push(report);
    else this.#reports.set(report.requestId, [report]);
  }

  /** The cost of the request with that id; complete once its answer is there. */
  of(requestId: string): RequestCost {
    const reports = this.#reports.get(requestId) ?? [];
    return {
      requests: sumBySubgraph(reports, () => 1),
      sqlStatements: sumBySubgraph(reports, ({ sqlStatements }) => sqlStatements),
    };
  }
}

function sumBySubgraph(
  reports: readonly RequestReport[],
  amount: (report: RequestReport) => number,
): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const report of reports) sums[report.subgraph] = (sums[report.subgraph] ?? 0) + amount(report);
  return sums;
}
