import { argumentNode } from './reading/directivesOn.ts';
import type { SchemaRule } from './schemaRule.ts';

const topicForm = /^[a-z][a-z0-9]*(\.[a-z][a-z0-9]*)+$/;

/** A topic is lower-case words joined by dots and belongs to one event of one domain: consumers know a payload by its topic. */
export const eventTopic: SchemaRule = ({ events, report }) => {
  const owners = new Map<string, string>();
  for (const { domain, type, topic, directive } of events) {
    if (!directive) continue;
    const node = argumentNode(directive, 'topic') ?? directive;
    if (!topicForm.test(topic)) {
      report(node, `"${topic}" is no topic.`, 'write lower-case words joined by dots, e.g. "order.received"');
    }
    const owner = owners.get(topic);
    if (owner) report(node, `The topic "${topic}" already belongs to ${owner}.`, 'choose another topic');
    else owners.set(topic, `${type} of ${domain}`);
  }
};
