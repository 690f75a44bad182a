import type { SchemaRule } from './schemaRule.ts';

/** Names of event types are unique over all domains: they are generated into one module. */
export const eventTypeNames: SchemaRule = ({ events, report }) => {
  const owners = new Map<string, string>();
  for (const { domain, type, node } of events) {
    const owner = owners.get(type);
    if (owner) report(node.name, `The event type ${type} already exists in ${owner}.`, 'choose another name');
    else owners.set(type, domain);
  }
};
