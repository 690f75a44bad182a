import type { SchemaRule } from './schemaRule.ts';

/** Personal data travels encrypted, as text: fields with `@pii` are of the type String, and neither list nor key. */
export const eventPersonalData: SchemaRule = ({ events, report }) => {
  for (const { type, key, fields } of events) {
    for (const field of fields.filter(({ pii }) => pii)) {
      if (field.type !== 'String' || field.list)
        report(field.node.type, `${type}.${field.name} is @pii and not a String.`, 'make it a String, one per field');
      if (field.name === key)
        report(field.node, `${type} is keyed by ${field.name}, which is @pii.`, 'key it by an identifier');
    }
  }
};
