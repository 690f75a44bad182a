import type { RunningRouter } from '../startRouter.ts';

/** What of a router its metrics are read from. */
export type MeasuredRouter = Pick<
  RunningRouter,
  'live' | 'liveMetrics' | 'rateLimits' | 'admission' | 'caches' | 'supergraph' | 'subgraphs'
>;

/** Before the name of each metric of ours. */
export const metricPrefix = 'inopsio_router_';

/** One value of a metric; its labels are those that the metric names. */
export interface Sample {
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
}

/** A metric: its name without the prefix, and how it is read. */
export interface RouterMetric {
  readonly name: string;
  /** `counter` only grows, apart from starting anew; `gauge` goes both ways. */
  readonly kind: 'counter' | 'gauge';
  readonly help: string;
  readonly labels?: readonly string[];
  /** Nothing where the router has no such part. */
  read(router: MeasuredRouter): readonly Sample[];
}

type Reading = (router: MeasuredRouter) => number | undefined;

function gauge(name: string, help: string, reading: Reading): RouterMetric {
  return { name, kind: 'gauge', help, read: (router) => samplesOf(reading(router)) };
}

function counter(name: string, help: string, reading: Reading): RouterMetric {
  return { name, kind: 'counter', help, read: (router) => samplesOf(reading(router)) };
}

function samplesOf(value: number | undefined): Sample[] {
  return value === undefined ? [] : [{ value }];
}

interface CacheCounts {
  readonly size: number;
  readonly hits: number;
  readonly misses: number;
}

function ofCaches(name: string, kind: RouterMetric['kind'], help: string, count: keyof CacheCounts): RouterMetric {
  const read = (router: MeasuredRouter): Sample[] =>
    Object.entries(router.caches() as Readonly<Record<string, CacheCounts>>).map(([cache, counts]) => ({
      value: counts[count],
      labels: { cache },
    }));
  return { name, kind, help, labels: ['cache'], read };
}

function ofSubgraphs(name: string, help: string, reading: (state: SubgraphState) => number): RouterMetric {
  const read = (router: MeasuredRouter): Sample[] =>
    router.subgraphs().map((state) => ({ value: reading(state), labels: { subgraph: state.service } }));
  return { name, kind: 'gauge', help, labels: ['subgraph'], read };
}

type SubgraphState = ReturnType<RunningRouter['subgraphs']>[number];

const breakerNumbers = { closed: 0, 'half-open': 1, open: 2 } as const;

/** Every metric of a router that is our own; the only list: what is served and its page in the docs come from it. */
export const routerMetrics: readonly RouterMetric[] = [
  {
    name: 'supergraph_info',
    kind: 'gauge',
    help: 'Always 1; the label is the SHA-256 checksum of the supergraph in service.',
    labels: ['checksum'],
    read: ({ supergraph }) => [{ value: 1, labels: { checksum: supergraph.checksum } }],
  },
  gauge(
    'supergraph_since_seconds',
    'Moment since when that supergraph serves, in seconds since the epoch.',
    ({ supergraph }) => supergraph.since / 1_000,
  ),
  counter('supergraph_swaps_total', 'Supergraphs put into service after the first.', (r) => r.supergraph.swaps),
  counter(
    'supergraph_refusals_total',
    'Supergraphs that could not be read, trusted or used; the former one stayed.',
    (r) => r.supergraph.refused,
  ),
  counter(
    'supergraph_ended_streams_total',
    'Streams ended because a new supergraph changed what they ask.',
    (r) => r.supergraph.endedStreams,
  ),

  ofCaches('cache_hits_total', 'counter', 'Look-ups that found something. Starts anew with each supergraph.', 'hits'),
  ofCaches('cache_misses_total', 'counter', 'Look-ups that found nothing. Starts anew with it too.', 'misses'),
  ofCaches('cache_entries', 'gauge', 'Entries held.', 'size'),

  ofSubgraphs('subgraph_breaker_state', 'Circuit breaker: 0 closed, 1 half open, 2 open.', (state) => {
    return breakerNumbers[state.breaker];
  }),
  ofSubgraphs('subgraph_calls_running', 'Calls that run.', ({ running }) => running),
  ofSubgraphs('subgraph_calls_waiting', 'Calls that wait for their turn.', ({ waiting }) => waiting),

  gauge('operations_running', 'Operations that run.', (r) => r.admission().running),
  gauge('operations_waiting', 'Operations that wait for their turn.', (r) => r.admission().waiting),
  counter('overload_refusals_total', 'Operations refused because the router could not keep up.', (r) => {
    return r.admission().refused;
  }),
  counter('rate_limit_refusals_total', 'Operations refused because of a rate limit.', (r) => r.rateLimits()?.refused),
  gauge('rate_limits_shared', '1 while rate limits are counted together with other routers, 0 while alone.', (r) => {
    const limits = r.rateLimits();
    return limits && Number(limits.shared);
  }),

  gauge('websockets', 'WebSockets that are open.', (r) => r.live.sockets),
  gauge('event_streams', 'Server-sent event streams that are open.', (r) => r.live.eventStreams),
  gauge('live_topics', 'Topics of the event log that are being read.', (r) => r.live.topics),
  gauge('live_groups', 'Groups of subscribers that are served together.', (r) => r.live.groups),
  counter('live_events_read_total', 'Events read from the log.', (r) => r.liveMetrics?.eventsRead),
  counter('live_events_matched_total', "Events that passed a group's filter.", (r) => r.liveMetrics?.eventsMatched),
  counter('live_hydrations_total', 'Answers made for events.', (r) => r.liveMetrics?.hydrations),
  counter('live_frames_total', 'Frames handed to subscribers.', (r) => r.liveMetrics?.frames),
  counter('live_resumed_total', 'Streams that began from a cursor.', (r) => r.liveMetrics?.resumed),
  counter('live_events_replayed_total', 'Events replayed for them.', (r) => r.liveMetrics?.eventsReplayed),
  counter('live_replay_readers_total', 'Readers of the log opened for them.', (r) => r.liveMetrics?.replayReaders),
  counter('live_cursors_refused_total', 'Cursors forged, foreign or broken.', (r) => r.liveMetrics?.cursorsRefused),
  counter('live_cursors_expired_total', 'Cursors older than the log.', (r) => r.liveMetrics?.cursorsExpired),
  counter('live_overloads_total', 'Groups ended because events came too fast.', (r) => r.liveMetrics?.overloads),
  counter('live_limited_total', 'Subscriptions refused because of a limit.', (r) => r.liveMetrics?.limited),
];
