import { argumentNode } from './reading/directivesOn.ts';
import { suggestion } from './reading/suggestion.ts';
import type { SchemaRule } from './schemaRule.ts';

/** The key of an event is one of its payload fields that is never null and no list: the log orders events by its value. */
export const eventKey: SchemaRule = ({ events, report }) => {
  for (const { type, key, fields, directive } of events) {
    if (!directive) continue;
    const node = argumentNode(directive, 'key') ?? directive;
    const names = fields.map(({ name }) => name);
    const field = fields.find(({ name }) => name === key);
    if (!field) {
      const hint = suggestion(key, names, `use one of ${names.join(', ')}`);
      report(node, `The key "${key}" is no field of ${type}.`, hint);
    } else if (!field.required || field.list) {
      report(field.node, `The key ${type}.${key} may be null or is a list.`, 'make it a single non-null value');
    }
  }
};
