/** A sound event for tests that break one thing. */
export const leadEvent = `type LeadCreated @event(topic: "lead.created", version: "1.0.0", key: "lead_id") {
  lead_id: ID!
  tenant_id: ID!
  owner_id: ID
  source: String!
}`;

/** SDL with one subscription field fed by that event; `stream` is what stands between the parentheses of `@eventStream`. */
export function leadStream(stream: string): string {
  return `type Lead @key(fields: "id") { id: ID! source: String }
type Subscription {
  leadCreated(source: String): Lead! @eventStream(${stream})
}`;
}
