import { namedType } from './reading/namedType.ts';
import { objectTypesIn } from './reading/objectTypesIn.ts';
import type { SchemaRule } from './schemaRule.ts';

/** Every field that yields a connection takes `first: Int` and `after: String`, so that no list is without a limit. */
export const pagedLists: SchemaRule = ({ subgraphs, report }) => {
  for (const { domain } of subgraphs) {
    for (const type of objectTypesIn(domain)) {
      for (const field of type.fields ?? []) {
        if (!namedType(field.type).endsWith('Connection')) continue;
        const given = (field.arguments ?? []).map((argument) => `${argument.name.value}: ${namedType(argument.type)}`);
        const missing = ['first: Int', 'after: String'].filter((argument) => !given.includes(argument));
        if (missing.length === 0) continue;
        const place = `${type.name.value}.${field.name.value}`;
        report(field, `The list ${place} has no paging.`, `give it the arguments ${missing.join(' and ')}`);
      }
    }
  }
};
