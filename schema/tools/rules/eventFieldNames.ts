import type { SchemaRule } from './schemaRule.ts';

const snakeCase = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

/** Payload fields are snake_case, as they are on the wire. */
export const eventFieldNames: SchemaRule = ({ events, report }) => {
  for (const { type, fields } of events) {
    for (const { name, node } of fields) {
      if (snakeCase.test(name)) continue;
      const better = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
      report(node, `${type}.${name} is not snake_case.`, `rename it to "${better}"`);
    }
  }
};
