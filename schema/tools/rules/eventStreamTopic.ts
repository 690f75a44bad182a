import { argumentNode } from './reading/directivesOn.ts';
import { eventStreams } from './reading/eventStreams.ts';
import { suggestion } from './reading/suggestion.ts';
import type { SchemaRule } from './schemaRule.ts';

/** The topic of an `@eventStream` must be declared by an event of some domain. */
export const eventStreamTopic: SchemaRule = (context) => {
  const topics = context.events.map(({ topic }) => topic);
  for (const { directive, topic, event } of eventStreams(context)) {
    if (event) continue;
    const hint = suggestion(topic, topics, 'declare it with @event(topic: "…") in an events.graphql');
    context.report(argumentNode(directive, 'topic') ?? directive, `No event declares the topic "${topic}".`, hint);
  }
};
