import { payloadScalars } from '../events/payloadScalars.ts';
import type { SchemaRule } from './schemaRule.ts';

/** Payloads are flat: their fields are scalars or lists of scalars, which every consumer can read without our schema. */
export const eventFieldTypes: SchemaRule = ({ events, report }) => {
  for (const { type, fields } of events) {
    for (const field of fields) {
      if (payloadScalars[field.type] !== undefined) continue;
      const hint = `use one of ${Object.keys(payloadScalars).join(', ')}`;
      report(field.node.type, `${type}.${field.name} has the type "${field.type}".`, hint);
    }
  }
};
