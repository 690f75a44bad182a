import type { KeyObject } from 'node:crypto';
import type { Plugin } from '@envelop/core';
import type { Broadcast } from '#platform/broadcast/broadcast.ts';
import { type CursorKeys, makeCursorKeys, parseCursorKeys } from '#platform/cursors/cursorKeys.ts';
import type { EventLog } from '#platform/event-log/eventLog.ts';
import type { ContextSigner } from '#platform/identity/signedContext.ts';
import type { TokenVerifier } from '#platform/identity/tokenVerifier.ts';
import type { Logger } from '#platform/logs/logger.ts';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { noPolicies, type Policies } from './access/policies.ts';
import { forEveryAudience, type PerAudience } from './documents/audience.ts';
import { type DocumentLimits, defaultDocumentLimits } from './documents/documentLimits.ts';
import { Safelist } from './documents/safelist.ts';
import type { SupergraphSource } from './lifecycle/supergraphSource.ts';
import type { AdmissionOptions } from './limits/admission/admission.ts';
import type { RateLimitOptions } from './limits/rateLimitsOf.ts';
import type { ShapingOptions } from './shaping/shapingOptions.ts';

/** How callers are known: by access tokens, vouched for to subgraphs by a signed context; or not at all. */
export type RouterAuth =
  | 'none'
  | {
      readonly verifier: TokenVerifier;
      readonly signer: ContextSigner;
      /** Domain below which host names name tenants. */
      readonly tenantHostSuffix?: string | undefined;
    };

/** What a router is made of; all but the first two have defaults. */
export interface RouterOptions {
  /** Text of a Federation 2 supergraph. */
  readonly supergraphSdl: string;
  readonly auth: RouterAuth;
  readonly host?: string;
  /** 0 lets the system choose. */
  readonly port?: number;
  /** Keys of live cursors, the same in all routers of an installation; without them cursors hold in this router alone. */
  readonly cursorKeys?: CursorKeys;
  /** Tells other routers of revocations, and hears of theirs. */
  readonly broadcast?: Broadcast;
  readonly subscriptionsPerSocket?: number;
  readonly subscriptionsPerUser?: number;
  readonly subscriptionsPerTenant?: number;
  /** Events per second that are replayed for the resuming subscribers of one tenant. */
  readonly replayEventsPerSecond?: number;
  /** Feeds `@eventStream` fields; without it only subgraphs stream. */
  readonly eventLog?: EventLog;
  readonly logger?: Logger;
  /** Addresses that replace those of the supergraph, by subgraph name. */
  readonly subgraphUrls?: Readonly<Record<string, string>>;
  /** Whether callers may ask for the schema, and are told names that they may have meant: all of them, or by audience. */
  readonly introspection?: boolean | PerAudience<boolean>;
  readonly graphiql?: boolean;
  /** Other origins whose pages may use the router. */
  readonly corsOrigins?: readonly string[];
  readonly documentLimits?: Partial<DocumentLimits>;
  /** Persisted operations, and who may send nothing else. */
  readonly safelist?: Safelist;
  /** Whether clients may register documents by their hash. */
  readonly automaticPersistedQueries?: boolean;
  /** Whether an operation with fields that its caller may not have is refused, or answered without them. */
  readonly accessMode?: 'reject' | 'filter';
  /** What `@policy` names; without it, such fields are closed. */
  readonly policies?: Policies;
  /** Highest estimated cost of an operation; 0 for none. */
  readonly costLimits?: PerAudience<number>;
  /** Entries that the cost counts for a list of which nothing is known. */
  readonly listSize?: number;
  /** Operations that one HTTP request may carry as an array; 0 refuses batches. */
  readonly batchLimit?: number;
  /** Milliseconds that the planning of one large operation may take. */
  readonly planTimeout?: number;
  /** Bytes of a request body and of a WebSocket message. */
  readonly bodyLimit?: number;
  /** How much callers may send; as much as they like without it. */
  readonly rateLimits?: RateLimitOptions;
  /** When operations are refused because the router cannot keep up; never without it. */
  readonly overload?: AdmissionOptions;
  /** Envelop plugins of the operator. */
  readonly plugins?: readonly Plugin[];
  /** Milliseconds that a query, a mutation or the fetches for one event may take. */
  readonly timeout?: number;
  /** Milliseconds that a WebSocket client may take to send `connection_init`. */
  readonly initTimeout?: number;
  /** Milliseconds between signs of life on a stream. */
  readonly keepAlive?: number;
  /** Bytes that a slow reader of a stream may leave unread. */
  readonly unreadAtMost?: number;
  /** Whether clients see only those errors of subgraphs that the catalogue has for clients. */
  readonly maskErrors?: boolean;
  /** Client headers that subgraphs get as they are. */
  readonly passedHeaders?: readonly string[];
  /** What plans and executes queries and mutations: ours, or the reference, to compare with when in doubt. */
  readonly engine?: 'compiled' | 'apollo';
  /** How calls to subgraphs are shaped, where not as usual. */
  readonly shaping?: ShapingOptions;
  /** Whether equal queries of one user in flight are executed once. */
  readonly requestSharing?: boolean;
  /** Labels of progressive overrides that are in force. */
  readonly overrideLabels?: readonly string[];
  /** Megabytes for executions that are remembered by what subgraphs answered; 0 for none. */
  readonly answerMemoMegabytes?: number;
  /** Whether code may be generated with `new Function`. */
  readonly generateCode?: boolean;
  /** Whether subgraphs may compress their answers. */
  readonly subgraphCompression?: boolean;
  /** Where other supergraphs come from while the router runs; the first one is read from it too. */
  readonly supergraphSource?: SupergraphSource;
  /** Public key that supergraphs of the source must be signed for. */
  readonly supergraphKey?: KeyObject;
}

type PlainOption = 'supergraphSource' | 'supergraphKey' | 'rateLimits' | 'overload';

/** Options with every default in place. */
export type CompleteRouterOptions = Required<
  Omit<RouterOptions, 'eventLog' | 'broadcast' | 'documentLimits' | 'introspection' | PlainOption>
> &
  Pick<RouterOptions, PlainOption> & {
    readonly eventLog: EventLog | undefined;
    readonly broadcast: Broadcast | undefined;
    readonly documentLimits: DocumentLimits;
    readonly introspection: PerAudience<boolean>;
  };

/** Fills in the defaults. */
export function completeRouterOptions(options: RouterOptions): CompleteRouterOptions {
  const { introspection = true } = options;
  return {
    host: '127.0.0.1',
    port: 4000,
    logger: nullLogger,
    subgraphUrls: {},
    graphiql: true,
    corsOrigins: [],
    safelist: new Safelist([], forEveryAudience('open')),
    automaticPersistedQueries: true,
    accessMode: 'reject',
    policies: noPolicies,
    costLimits: forEveryAudience(100_000),
    listSize: 10,
    batchLimit: 0,
    planTimeout: 2_000,
    bodyLimit: 1_048_576,
    plugins: [],
    timeout: 30_000,
    initTimeout: 5_000,
    cursorKeys: options.cursorKeys ?? parseCursorKeys(makeCursorKeys()),
    subscriptionsPerSocket: 100,
    subscriptionsPerUser: 1_000,
    subscriptionsPerTenant: 20_000,
    replayEventsPerSecond: 2_000,
    keepAlive: 12_000,
    unreadAtMost: 1_048_576,
    engine: 'compiled',
    shaping: {},
    requestSharing: true,
    answerMemoMegabytes: 32,
    overrideLabels: [],
    generateCode: true,
    subgraphCompression: false,
    // Where the router vouches for callers, their own credentials go no further.
    passedHeaders: options.auth === 'none' ? ['authorization'] : [],
    // Foreign subgraphs know nothing of the catalogue; their errors pass as other gateways pass them.
    maskErrors: options.auth !== 'none',
    ...options,
    introspection: typeof introspection === 'boolean' ? forEveryAudience(introspection) : introspection,
    eventLog: options.eventLog,
    broadcast: options.broadcast,
    documentLimits: { ...defaultDocumentLimits, ...options.documentLimits },
  };
}
