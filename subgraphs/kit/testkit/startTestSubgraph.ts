import { generateKeyPairSync } from 'node:crypto';
import { type DocumentNode, print } from 'graphql';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import type { Principal } from '#platform/identity/principal.ts';
import { contextHeader, createContextSigner } from '#platform/identity/signedContext.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { closeInReverse } from '../closeInReverse.ts';
import { readSubgraphSdl } from '../readSubgraphSdl.ts';
import { runSubgraph } from '../runSubgraph.ts';
import type { SubgraphDefinition } from '../subgraphDefinition.ts';
import type { RunningSubgraph, SubgraphRuntime } from '../subgraphRuntime.ts';
import type { Store } from '../tenancy/store.ts';
import { startTestEventLog } from './startTestEventLog.ts';
import { startTestStore } from './startTestStore.ts';
import { testPrincipal } from './testPrincipal.ts';

/** What a test may decide. */
export interface TestSubgraphOptions
  extends Partial<Pick<SubgraphRuntime, 'logger' | 'poolSize' | 'port' | 'testing' | 'personalData'>> {
  /** SDL instead of the one composed for the domain. */
  readonly sdl?: string;
  /** Tenants to provision; tenantA and tenantB unless given. */
  readonly tenants?: readonly string[];
  /** A log that several subgraphs share; otherwise the subgraph gets one of its own. */
  readonly eventLog?: EventLog;
}

/** What came back for a GraphQL request. */
export interface TestAnswer<Data> {
  readonly status: number;
  readonly data?: Data | null;
  readonly errors?: readonly { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[];
  readonly extensions?: {
    readonly sqlStatements: number;
    readonly events?: readonly { readonly id: string; readonly name: string }[];
  };
}

/** A subgraph on real parts, and the router's key to talk to it. */
export interface TestSubgraph {
  readonly subgraph: RunningSubgraph;
  readonly eventLog: EventLog;
  /** Another store over the same database, to prepare and to look. */
  readonly store: Store;
  /** Asks as a principal (`null`: nobody signed in); an admin of tenantA unless given. */
  // biome-ignore lint/suspicious/noExplicitAny: a test knows the shape of the answer that it asked for
  query<Data = Record<string, any>>(
    document: string | DocumentNode,
    variables?: Record<string, unknown>,
    principal?: Principal | null,
  ): Promise<TestAnswer<Data>>;
  /** Signs a context as the router does. */
  sign(principal: Principal | null): string;
  /** Stops everything and removes its databases. */
  close(): Promise<void>;
}

/** Starts a subgraph for a test: a PostgreSQL database and an event log of its own, and a signer. */
export async function startTestSubgraph(
  definition: SubgraphDefinition,
  options: TestSubgraphOptions = {},
): Promise<TestSubgraph> {
  const { tenants, poolSize, personalData, port = 0, logger = nullLogger, testing = true } = options;
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const signer = createContextSigner(privateKey);
  const started = closeInReverse(logger);
  const sdl = options.sdl ?? (await readSubgraphSdl(definition.name));
  const testStore = started.add('store', await startTestStore(definition, { tenants, poolSize, personalData }));
  const eventLog = options.eventLog ?? started.add('log', await startTestEventLog());
  const runtime = { ...testStore.runtime, eventLog, contextPublicKey: publicKey, logger, port, testing };
  const subgraph = await runSubgraph(definition, runtime, sdl).catch(async (error: unknown) => {
    await started.close();
    throw error;
  });
  started.add('subgraph', subgraph);

  return {
    subgraph,
    eventLog,
    store: testStore.store,
    async query<Data>(document: string | DocumentNode, variables = {}, principal: Principal | null = testPrincipal()) {
      const response = await fetch(subgraph.graphqlUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', [contextHeader]: signer.sign(principal) },
        body: JSON.stringify({ query: typeof document === 'string' ? document : print(document), variables }),
      });
      return { status: response.status, ...((await response.json()) as Omit<TestAnswer<Data>, 'status'>) };
    },
    sign: (principal) => signer.sign(principal),
    close: started.close,
  };
}
