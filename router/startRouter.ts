import { Agent } from 'undici';
import { createCursorSealer } from '#platform/cursors/cursorSealer.ts';
import { maskingEventLog } from '#platform/pii/maskingEventLog.ts';
import { AutomaticQueries } from './documents/automaticQueries.ts';
import { noAuthentication, revocableAuthentication, tokenAuthentication } from './edge/authentication.ts';
import { createServer } from './edge/createServer.ts';
import { listen } from './edge/listen.ts';
import { SharedExecutions } from './execute/sharedExecutions.ts';
import { graphiqlRoutes } from './graphiql/graphiqlRoutes.ts';
import { accessChecks } from './health/accessChecks.ts';
import { eventLogCheck } from './health/eventLogCheck.ts';
import type { HealthCheck } from './health/healthCheck.ts';
import { healthRoutes } from './health/healthRoutes.ts';
import { rateLimitCheck } from './health/rateLimitCheck.ts';
import { subgraphCheck } from './health/subgraphCheck.ts';
import { type Operations, urlOf } from './lifecycle/createOperations.ts';
import type { Generation } from './lifecycle/generation.ts';
import { openSupergraphs } from './lifecycle/openSupergraphs.ts';
import type { SupergraphState } from './lifecycle/supergraphLifecycle.ts';
import { Admission } from './limits/admission/admission.ts';
import type { RateLimits } from './limits/rateLimits.ts';
import { rateLimitsOf } from './limits/rateLimitsOf.ts';
import { TenantLimits } from './limits/tenantLimits.ts';
import { createLiveHub } from './live/liveHub.ts';
import type { LiveMetrics } from './live/liveMetrics.ts';
import { SubscriptionLimits } from './live/subscriptionLimits.ts';
import { UpstreamSockets } from './live/upstreamSockets.ts';
import { ownHeaders, subgraphHeaders } from './pipeline/subgraphHeaders.ts';
import { graphqlRoute } from './protocol/http/graphqlRoute.ts';
import { operationLane } from './protocol/http/operationLane.ts';
import { OpenStreams } from './protocol/openStreams.ts';
import { singleConnectionRoute } from './protocol/sse/singleConnectionRoute.ts';
import type { TransportParts } from './protocol/transportParts.ts';
import { webSocketEndpoint } from './protocol/websocket/webSocketEndpoint.ts';
import { followedState } from './revocation/followedChange.ts';
import { type FollowedAccess, keepFollowingAccess } from './revocation/keepFollowingAccess.ts';
import { Revocations } from './revocation/revocations.ts';
import { completeRouterOptions, type RouterOptions } from './routerOptions.ts';
import type { GateState } from './shaping/shapedTransport.ts';

/** A router that serves. */
export interface RunningRouter {
  /** E.g. `http://127.0.0.1:4000`; GraphQL is at `/graphql`. */
  readonly url: string;
  readonly port: number;
  /** Streams and groups that are open now, for metrics and tests. */
  readonly live: {
    readonly sockets: number;
    readonly eventStreams: number;
    readonly topics: number;
    readonly groups: number;
  };
  /** What live streams did since the start; missing without event log. */
  readonly liveMetrics: LiveMetrics | undefined;
  /** What was refused because of rate limits; missing where there are none. */
  readonly rateLimits: () => RateLimits['metrics'] | undefined;
  /** What runs, and what was refused because the router could not keep up. */
  readonly admission: () => Admission['metrics'];
  /** Hit rates of the caches, for metrics. */
  readonly caches: Operations['statistics'];
  /** How the supergraph in service came there, for metrics. */
  readonly supergraph: SupergraphState;
  /** Circuit breaker and queue of each subgraph that was asked, for metrics. */
  readonly subgraphs: () => readonly GateState[];
  /** Puts another supergraph into service without dropping a request; a bad one is refused, and the present one stays. */
  replaceSupergraph(sdl: string): Promise<'swapped' | 'unchanged' | 'refused'>;
  /** Ends streams, waits for running requests, and gives back everything. */
  close(): Promise<void>;
}

/**
 * Starts a router over a supergraph.
 *
 * @throws CodedError SUPERGRAPH_INVALID when the supergraph cannot be used, PORT_IN_USE when the port is taken
 */
export async function startRouter(given: RouterOptions): Promise<RunningRouter> {
  const options = completeRouterOptions(given);
  const { auth, logger, eventLog } = options;
  const { replayEventsPerSecond, subscriptionsPerSocket } = options;
  const sealer = createCursorSealer(options.cursorKeys);
  const hub = eventLog && createLiveHub({ eventLog: maskingEventLog(eventLog), sealer, replayEventsPerSecond, logger });
  const revocations = new Revocations();
  const tenantLimits = new TenantLimits(options.rateLimits?.ceiling);
  const rateLimits = options.rateLimits && (await rateLimitsOf(options.rateLimits, tenantLimits, logger));
  const admission = new Admission(options.overload);
  const headers = subgraphHeaders(auth === 'none' ? undefined : auth.signer);
  const streams = new OpenStreams();
  const upstreamSockets = new UpstreamSockets();
  const limits = new SubscriptionLimits({
    perUser: options.subscriptionsPerUser,
    perTenant: options.subscriptionsPerTenant,
  });
  const automaticQueries = options.automaticPersistedQueries ? new AutomaticQueries() : undefined;
  const sharing = options.requestSharing ? new SharedExecutions() : undefined;
  const shared = { hub, upstreamSockets, headers, limits, automaticQueries, sharing };
  const checks: HealthCheck[] = [];
  const supergraphs = await openSupergraphs(options, shared, (generation) => setChecks(generation));
  const { lifecycle } = supergraphs;
  const parts: TransportParts = {
    logger,
    authentication:
      auth === 'none'
        ? noAuthentication
        : revocableAuthentication(tokenAuthentication(auth.verifier, auth.tenantHostSuffix), revocations),
    revocations,
    admission,
    rateLimits,
    subscriptionsPerSocket,
    corsOrigins: options.corsOrigins,
    bodyLimit: options.bodyLimit,
    keepAlive: options.keepAlive,
    unreadAtMost: options.unreadAtMost,
    streams,
    batchLimit: options.batchLimit,
    begin: lifecycle.begin,
    run(exchange) {
      const running = lifecycle.run(exchange);
      admission.count(running);
      return running;
    },
  };

  let access: FollowedAccess | undefined;
  const probes = new Agent({ connections: 1 });
  const setChecks = ({ engine }: Generation): void => {
    checks.splice(
      0,
      checks.length,
      ...engine.subgraphs.map(({ name }) =>
        subgraphCheck(name, urlOf(engine, options, name), () => ownHeaders(headers, 'health'), probes),
      ),
    );
    if (rateLimits?.isShared) checks.push(rateLimitCheck(rateLimits));
    if (!eventLog) return;
    const topics = [...engine.eventStreams.values()].map(({ topic }) => topic);
    checks.push(eventLogCheck(eventLog, topics));
    if (access) checks.push(...accessChecks(access, options.broadcast));
  };

  const server = await createServer(options, (edge) => operationLane(edge, parts));
  let started = false;
  graphqlRoute(server, parts);
  singleConnectionRoute(server, parts);
  healthRoutes(server, checks, () => started);
  if (options.graphiql) graphiqlRoutes(server);
  const sockets = webSocketEndpoint(server.server, parts, options.initTimeout);

  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    streams.endAll();
    await sockets.close();
    await Promise.all([hub?.close(), upstreamSockets.close(), access?.stop()]);
    await server.close();
    rateLimits?.close();
    await Promise.all([supergraphs.close(), probes.close()]);
  };
  try {
    await rateLimits?.open();
    // Before the first request is taken: nobody is served here whom another router refuses.
    if (eventLog && auth !== 'none') {
      access = await keepFollowingAccess(followedState(revocations, tenantLimits), {
        eventLog,
        broadcast: options.broadcast,
        logger,
      });
    }
    setChecks(lifecycle.current);
    const address = await listen(server, options.host, options.port);
    const { planned, unusable } = await supergraphs.prepare();
    if (planned + unusable > 0) logger.info({ planned, unusable }, 'persisted operations are prepared');
    started = true;
    supergraphs.follow();
    return {
      ...address,
      get live() {
        return { sockets: sockets.size, eventStreams: streams.size, ...(hub?.size ?? { topics: 0, groups: 0 }) };
      },
      liveMetrics: hub?.metrics,
      rateLimits: () => rateLimits?.metrics,
      admission: () => admission.metrics,
      caches: () => lifecycle.current.operations.statistics(),
      get supergraph() {
        return lifecycle.state;
      },
      subgraphs: supergraphs.subgraphStates,
      replaceSupergraph: (sdl) => lifecycle.replace(sdl),
      close: () => (closing ??= close()),
    };
  } catch (error) {
    await close();
    throw error;
  }
}
