import { CodedError } from '#platform/errors/codedError.ts';
import type { Principal } from '#platform/identity/principal.ts';
import type { Logger } from '#platform/logs/logger.ts';
import type { PersonalData } from '#platform/pii/personalData.ts';
import { createRequestLoaders } from '../loaders/createRequestLoaders.ts';
import type { RequestContext } from '../requestContext.ts';
import type { PublishedEvent, Store } from '../tenancy/store.ts';
import { type Caller, callerOf } from './caller.ts';
import { createRequestSessions, type RequestSessions } from './requestSessions.ts';
import { tenantAdministration } from './tenantAdministration.ts';
import type { Trace } from './traceOf.ts';

/** What a request's context is made of. */
export interface RequestContextOptions {
  readonly store: Store;
  /** Who the signed context names; `null` when nobody is signed in. */
  readonly principal: Principal | null;
  readonly trace: Trace;
  readonly logger: Logger;
  readonly personalData: Pick<PersonalData, 'shred'>;
}

/** A context and its end. */
export interface OpenRequestContext {
  readonly context: RequestContext & Caller;
  /** SQL statements that the request sent so far. */
  statements(): number;
  /** Events that its committed transactions published so far. */
  readonly published: readonly PublishedEvent[];
  /** Gives the request's connection back; never throws. */
  close(): Promise<void>;
}

/**
 * Makes the context of one request. Nothing is opened before a resolver asks for it.
 *
 * Whoever is not signed in has no tenant: `principal`, `read`, `transact` and `load` refuse with UNAUTHENTICATED.
 */
export function createRequestContext(options: RequestContextOptions): OpenRequestContext {
  const { principal, trace, logger } = options;
  const published: PublishedEvent[] = [];
  const onPublished = (events: readonly PublishedEvent[]): void => void published.push(...events);
  const sessions = principal ? sessionsOf(principal, options, onPublished, () => loaders.clear()) : null;
  const loaders = createRequestLoaders((work) => signedIn(sessions).read(work));
  const context: RequestContext & Caller = {
    [callerOf]: principal,
    get principal() {
      return signedIn(principal);
    },
    requestId: trace.requestId,
    traceId: trace.traceId,
    logger,
    read: async (work) => signedIn(sessions).read(work),
    transact: async (work) => signedIn(sessions).transact(work),
    load: async (loader, key) => loaders.load(loader, key),
    tenants: tenantAdministration(options, onPublished),
  };
  return {
    context,
    published,
    statements: () => sessions?.statements() ?? 0,
    close: async () => sessions?.close(),
  };
}

function sessionsOf(
  principal: Principal,
  { store, trace }: RequestContextOptions,
  onPublished: (events: readonly PublishedEvent[]) => void,
  onTransactionEnd: () => void,
): RequestSessions {
  const { tenantId, userId: actor } = principal;
  return createRequestSessions({
    store,
    tenantId,
    traceparent: trace.traceparent,
    actor,
    onPublished,
    onTransactionEnd,
  });
}

function signedIn<T>(value: T | null): T {
  if (value === null) throw new CodedError('UNAUTHENTICATED');
  return value;
}
