import type { SchemaRule } from './schemaRule.ts';

/** Every type of an `events.graphql` is an event: nested types would not be flat on the wire. */
export const eventMark: SchemaRule = ({ events, report }) => {
  for (const { type, directive, node } of events) {
    if (directive) continue;
    const hint = 'add @event(topic: "…", version: "1.0.0", key: "…_id"), or move the type to schema.graphql';
    report(node, `${type} carries no @event.`, hint);
  }
};
