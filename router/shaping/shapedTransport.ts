import { CodedError } from '#platform/errors/codedError.ts';
import type { Logger } from '#platform/logs/logger.ts';
import { CallClock } from '../subgraph-transport/callClock.ts';
import type { SubgraphTransport } from '../subgraph-transport/subgraphTransport.ts';
import { Bulkhead } from './bulkhead.ts';
import { type BreakerState, CircuitBreaker } from './circuitBreaker.ts';
import { RecoveryProbe } from './recoveryProbe.ts';
import { type Gate, ShapedCall } from './shapedCall.ts';
import { type ShapingOptions, shapingOf } from './shapingOptions.ts';

/** How calls to one subgraph stand at the moment, for metrics. */
export interface GateState {
  readonly service: string;
  readonly breaker: BreakerState;
  readonly running: number;
  readonly waiting: number;
}

/** A transport that tells how its gates to the subgraphs stand. */
export interface ShapedTransport extends SubgraphTransport {
  states(): readonly GateState[];
}

/** Milliseconds between two renewals of connections, so that a subgraph that is only slow is not flooded with new ones. */
const renewPause = 1_000;

/**
 * A transport around another one that bounds what is asked of each subgraph: a time limit, so many calls at once and
 * so many waiting (SUBGRAPH_OVERLOADED beyond), a circuit breaker (SUBGRAPH_UNAVAILABLE while open, also for those that
 * wait as it opens), and repetitions of queries that did not reach it.
 *
 * @param probeHeaders what probes of a subgraph carry whose breaker is open
 */
export function createShapedTransport(
  inner: SubgraphTransport,
  options: ShapingOptions,
  logger: Logger,
  probeHeaders: () => Readonly<Record<string, string>>,
): ShapedTransport {
  const clock = new CallClock();
  const gates = new Map<string, Gate>();
  const probes: RecoveryProbe[] = [];

  function gateOf(service: string): Gate {
    const shaping = shapingOf(service, options);
    const bulkhead = new Bulkhead(shaping.concurrency, shaping.queue);
    const breaker = new CircuitBreaker(shaping, (state) => {
      logger[state === 'open' ? 'warn' : 'info'](
        { subgraph: service, breaker: state },
        'a circuit breaker has changed',
      );
      probe.follow(state);
      if (state !== 'open') return;
      renew();
      for (const waiting of bulkhead.drain()) waiting.refuse();
    });
    let renewed = 0;
    function renew(): void {
      const now = Date.now();
      if (now - renewed < renewPause) return;
      renewed = now;
      inner.renew?.(service);
    }

    const probe = new RecoveryProbe({ service, shaping, transport: inner, headers: probeHeaders }, breaker);
    probes.push(probe);
    const gate = { service, shaping, breaker, bulkhead, inner, clock, renew };
    gates.set(service, gate);
    return gate;
  }

  return {
    fetch(service, body, headers, limits) {
      const gate = gates.get(service) ?? gateOf(service);
      if (limits.signal?.aborted) return Promise.reject(new CodedError('REQUEST_CANCELLED'));
      return new Promise((resolve, reject) => {
        new ShapedCall(gate, body, headers, limits, { resolve, reject }).attempt();
      });
    },
    states: () =>
      [...gates.values()].map(({ service, breaker, bulkhead }) => ({
        service,
        breaker: breaker.state,
        ...bulkhead.size,
      })),
    async close() {
      for (const probe of probes) probe.close();
      await inner.close();
    },
  };
}
