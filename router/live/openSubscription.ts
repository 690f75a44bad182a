import { CodedError } from '#platform/errors/codedError.ts';
import type { LoggedEvent } from '#platform/event-log/eventLog.ts';
import type { Principal } from '#platform/identity/principal.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import type { Logger } from '#platform/logs/logger.ts';
import { permissionKey } from '../access/permissionKey.ts';
import { RequestRefused } from '../errors/requestRefused.ts';
import type { CompiledOperation } from '../execute/compiledOperation.ts';
import type { Exchange } from '../pipeline/exchange.ts';
import type { SubgraphHeaders } from '../pipeline/subgraphHeaders.ts';
import { traceparentFrom } from '../pipeline/traceparent.ts';
import { FrameStream } from './frameStream.ts';
import type { LiveField } from './liveField.ts';
import type { Hydrate } from './liveGroup.ts';
import type { LiveHub } from './liveHub.ts';
import { resumeOffsets } from './resumeOffsets.ts';
import type { SubscriptionLimits } from './subscriptionLimits.ts';
import type { UpstreamSockets } from './upstreamSockets.ts';
import { upstreamSource } from './upstreamSource.ts';

/** Opens the stream of an exchange whose operation is a subscription. */
export type OpenSubscription = (
  exchange: Exchange,
  variables: Readonly<Record<string, unknown>>,
) => Promise<FrameStream>;

/** Where streams come from. */
export interface SubscriptionSources {
  /** Fields that events feed, by name. */
  readonly liveFields: ReadonlyMap<string, LiveField>;
  /** Missing when the router has no event log; then only subgraphs stream. */
  readonly hub: LiveHub | undefined;
  /** WebSocket address of a subgraph. */
  subscriptionUrl(service: string): string;
  readonly upstreamSockets: UpstreamSockets;
  readonly headers: SubgraphHeaders;
  readonly limits: SubscriptionLimits;
  readonly logger: Logger;
  /** Milliseconds that the fetches for one event may take. */
  readonly timeout: number;
}

/**
 * Makes the function that opens subscriptions: from the event log where the field has `@eventStream`, else from the
 * subgraph that declares it.
 *
 * A cursor, in `extensions.cursor` or Last-Event-ID, makes the stream go on behind it.
 *
 * @throws CodedError UNAUTHENTICATED for an event stream without tenant, LIVE_UNAVAILABLE, SUBSCRIPTION_FAILED
 * @throws RequestRefused LIMIT_SUBSCRIPTIONS, LIVE_CURSOR_INVALID, CURSOR_EXPIRED, LIVE_FIELD_UNKNOWN for a cursor where no events are
 */
export function subscriptionOpener(sources: SubscriptionSources): OpenSubscription {
  return async (exchange, variables) => {
    const compiled = exchange.document!.compiled!;
    const source = compiled.subscription;
    if (!source) throw new CodedError('INTERNAL_ERROR', { message: 'a subscription was compiled without a source' });
    const { principal, parameters } = exchange;
    const field = sources.liveFields.get(source.rootField.name);
    if (!field) {
      if (parameters.extensions?.cursor != null) throw RequestRefused.because('LIVE_FIELD_UNKNOWN');
      const url = sources.subscriptionUrl(source.service);
      const upstream = upstreamSource({ exchange, compiled, source, variables, url, ...sources });
      return FrameStream.open(upstream, { release: sources.limits.take(principal) });
    }
    if (!principal) throw new CodedError('UNAUTHENTICATED');
    if (!sources.hub) throw new CodedError('LIVE_UNAVAILABLE');
    const given = source.rootField.argumentsOf(variables);
    // A filter may ask for any argument; one that was not given is null to it.
    const args = Object.fromEntries(field.argumentNames.map((name) => [name, given[name] ?? null]));
    // Variables decide the frames as arguments anywhere in the operation do; coerced, so that spelling does not matter.
    const groupKey = [
      permissionKey(principal),
      parameters.operationName,
      JSON.stringify(variables),
      parameters.query,
      exchange.document!.withheld,
    ].join('\n');
    const hydrate = hydration(compiled, variables, sources);
    const from = resumeOffsets(exchange, principal, field.topic, sources.hub, sources.logger);
    const live = sources.hub.source({ field, args, principal, groupKey, hydrate, from });
    const binding = sources.hub.bindingOf(principal);
    return FrameStream.open(live, { binding, release: sources.limits.take(principal) });
  };
}

/** Runs the operation for an event as a request of its own, within the event's trace. */
function hydration(
  compiled: CompiledOperation,
  variables: Readonly<Record<string, unknown>>,
  { headers, timeout }: SubscriptionSources,
): Hydrate {
  return (representation, event: LoggedEvent, principal: Principal, signal) => {
    // Made at the first fetch: what the event tells costs no signature.
    let made: ReturnType<SubgraphHeaders> | undefined;
    const forSubgraphs = (): ReturnType<SubgraphHeaders> => {
      made ??= headers({
        principal,
        requestId: uuidv7(),
        traceparent: traceparentFrom(event.header.traceparent ?? `00-${event.header.trace_id}-${'1'.repeat(16)}-01`),
        passedHeaders: {},
      });
      return made;
    };
    return compiled.executeEvent(
      { variables, headers: forSubgraphs, signal, deadline: Date.now() + timeout },
      { kind: 'entity', representation },
    );
  };
}
