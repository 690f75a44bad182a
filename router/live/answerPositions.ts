import { RequestRefused } from '../errors/requestRefused.ts';
import type { Exchange } from '../pipeline/exchange.ts';
import type { LiveField } from './liveField.ts';
import type { LiveHub } from './liveHub.ts';

/** An event that a mutation published. */
export interface PublishedEvent {
  readonly id: string;
  readonly name: string;
}

/** What an answer says about the event log. */
export interface Positions {
  /** Hears what subgraphs say of the events that they published. */
  onExtensions(extensions: Readonly<Record<string, unknown>>): void;
  /** For `extensions` of the answer. */
  extensions(): { readonly cursor?: string; readonly events?: readonly PublishedEvent[] };
}

/** Prepares the positions that a query or a mutation asks for; undefined when it asks for none. */
export type AnswerPositions = (exchange: Exchange) => Promise<Positions> | undefined;

const fieldsAtMost = 50;
const eventsAtMost = 1_000;

/**
 * Makes the function that joins answers and streams. A request asks by its own extensions:
 * - `cursor: ["dealMoved", …]`, or `true` for every live field: the answer's `extensions.cursor` is a position taken
 *   *before* its reads, from which to subscribe to any of these fields. What the answer does not show comes in the stream.
 * - `events: true`, with a mutation: `extensions.events` names the events that it published. They reach the log shortly
 *   after the answer; whoever waits for the frame with such an id has seen its own change.
 *
 * @throws RequestRefused LIVE_FIELD_UNKNOWN, UNAUTHENTICATED without tenant, BAD_REQUEST for anything else
 * @throws CodedError LIVE_UNAVAILABLE when the event log cannot be read
 */
export function answerPositions(fields: ReadonlyMap<string, LiveField>, hub: LiveHub | undefined): AnswerPositions {
  return (exchange) => {
    const { cursor, events } = exchange.parameters.extensions ?? {};
    if ((cursor === undefined || cursor === null || cursor === false) && events !== true) return undefined;
    return prepare(exchange, cursor, events === true);
  };

  async function prepare({ principal, document }: Exchange, wanted: unknown, withEvents: boolean): Promise<Positions> {
    const published: PublishedEvent[] = [];
    let cursor: string | undefined;
    if (wanted) {
      const topics = topicsOf(wanted);
      if (!principal) throw RequestRefused.because('UNAUTHENTICATED');
      if (!hub) throw RequestRefused.because('LIVE_UNAVAILABLE');
      cursor = await hub.cursorAtEnd(principal, topics);
    }
    const named = withEvents && document?.operation?.operation === 'mutation';
    return {
      onExtensions({ events }) {
        if (!named || !Array.isArray(events)) return;
        for (const event of events.slice(0, eventsAtMost - published.length)) {
          const { id, name } = (event ?? {}) as Partial<PublishedEvent>;
          if (typeof id === 'string' && typeof name === 'string') published.push({ id, name });
        }
      },
      extensions: () => ({ ...(cursor !== undefined && { cursor }), ...(named && { events: published }) }),
    };
  }

  function topicsOf(wanted: unknown): readonly string[] {
    if (wanted === true) return [...new Set([...fields.values()].map(({ topic }) => topic))];
    if (!Array.isArray(wanted) || wanted.length === 0 || wanted.length > fieldsAtMost) {
      throw RequestRefused.because(
        'BAD_REQUEST',
        `"extensions.cursor" of a query is true, or a list of at most ${fieldsAtMost} subscription fields.`,
      );
    }
    return [
      ...new Set(
        wanted.map((name: unknown) => {
          const field = typeof name === 'string' ? fields.get(name) : undefined;
          if (!field) throw RequestRefused.because('LIVE_FIELD_UNKNOWN');
          return field.topic;
        }),
      ),
    ];
  }
}
