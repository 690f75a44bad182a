import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { type FormattedExecutionResult, parse } from 'graphql';
import { request } from 'undici';
import { openSupergraph } from '#router/reference/openSupergraph.ts';
import { apiSchemaOf } from '#router/supergraph/apiSchema.ts';
import { differenceOf } from './compareAnswers.ts';
import { plainAnswer, plainQuery } from './query/plainQuery.ts';
import type { ValuePool } from './query/randomArguments.ts';
import { type RandomQuery, randomQuery } from './query/randomQuery.ts';

/** What is compared, and as whom. */
export interface PlatformOptions {
  /** The supergraph that the router serves; its subgraphs must be running at the addresses which it names. */
  readonly supergraphSdl: string;
  /** Address of the router's GraphQL endpoint. */
  readonly routerUrl: string;
  /** Headers of a client of the router, e.g. `authorization`. */
  readonly clientHeaders: Readonly<Record<string, string>>;
  /** Headers with which a subgraph takes the reference engine for the router: the signed context of the same user. */
  subgraphHeaders(): Readonly<Record<string, string>>;
  readonly n: number;
  readonly seed: number;
  /** Coordinates (`Type.field`) whose values change by themselves, and so cannot be compared. */
  readonly without?: ReadonlySet<string>;
}

/** A query that the two answer differently. */
export interface PlatformDifference extends RandomQuery {
  readonly seed: number;
  readonly difference: string;
}

/** What a comparison found. */
export interface PlatformComparison {
  readonly compared: number;
  /** Queries that the router refused for their size or their rights; the reference engine knows neither. */
  readonly refused: number;
  /** Differences that vanish once the query is said plainly (see plainQuery): there the reference engine is wrong. */
  readonly explained: number;
  readonly differences: readonly PlatformDifference[];
}

/** Asks a running router and the reference engine the same random queries over the same running subgraphs. */
export async function comparePlatform(options: PlatformOptions): Promise<PlatformComparison> {
  const schema = apiSchemaOf(parse(options.supergraphSdl));
  const reference = await startReference(options);
  const values = new HarvestedValues();
  const differences: PlatformDifference[] = [];
  let refused = 0;
  let explained = 0;
  try {
    for (let seed = options.seed; seed < options.seed + options.n + refused; seed++) {
      const { without } = options;
      const asked = randomQuery(schema, seed, { pool: values.pool(), depth: 5, ...(without && { without }) });
      const ours = await askRouter(options, asked);
      if (isRefused(ours)) {
        refused += 1;
        continue;
      }
      const theirs = await reference.execute(asked);
      values.harvest(theirs.data);
      const difference = differenceOf(ours, theirs);
      if (!difference) continue;
      const plain = await reference.execute(plainQuery(schema, asked));
      if (differenceOf(ours, plainAnswer(plain))) differences.push({ ...asked, seed, difference });
      else explained += 1;
    }
  } finally {
    await reference.close();
  }
  return { compared: options.n, refused, explained, differences };
}

function isRefused({ errors }: FormattedExecutionResult): boolean {
  return errors?.some(({ extensions }) => /^(LIMIT_|FORBIDDEN$)/.test(String(extensions?.code))) ?? false;
}

async function askRouter(options: PlatformOptions, asked: RandomQuery): Promise<FormattedExecutionResult> {
  const { body } = await request(options.routerUrl, {
    method: 'POST',
    headers: { ...options.clientHeaders, 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(asked),
  });
  return (await body.json()) as FormattedExecutionResult;
}

async function startReference(options: PlatformOptions) {
  const gateway = new ApolloGateway({
    supergraphSdl: openSupergraph(options.supergraphSdl),
    buildService: ({ url }) =>
      new RemoteGraphQLDataSource({
        url: url ?? '',
        willSendRequest({ request: { http } }) {
          for (const [name, value] of Object.entries(options.subgraphHeaders())) http?.headers.set(name, value);
        },
      }),
  });
  const server = new ApolloServer({ gateway, introspection: true, includeStacktraceInErrorResponses: false });
  await server.start();
  return {
    async execute({ query, variables }: RandomQuery): Promise<FormattedExecutionResult> {
      const { body } = await server.executeOperation({ query, variables });
      if (body.kind !== 'single') throw new Error('The reference engine answered in parts.');
      return body.singleResult;
    },
    close: () => server.stop(),
  };
}

/** Values seen in answers, so that arguments name what exists: all ids, and texts by the name of their field. */
class HarvestedValues {
  readonly #ids = new Set<string>(['00000000-0000-7000-8000-000000000000']);
  readonly #cursors = new Set<string>(['not-a-cursor']);

  pool(): ValuePool {
    return {
      ID: [...this.#ids],
      after: [...this.#cursors],
      first: [1, 2, 5, 100],
      DateTime: ['2020-01-01T00:00:00.000Z', '2100-01-01T00:00:00.000Z'],
      Decimal: ['0', '10.50'],
    };
  }

  harvest(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, member] of Object.entries(value)) {
      if (typeof member !== 'string') this.harvest(member);
      else if (key === 'endCursor' || key === 'cursor') this.#cursors.add(member);
      else if (/^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(member)) this.#ids.add(member);
    }
  }
}
