import { accessHint, hasAccessRule } from './reading/hasAccessRule.ts';
import { isRootType, objectTypesIn } from './reading/objectTypesIn.ts';
import type { SchemaRule } from './schemaRule.ts';

/** Every field of Query, Mutation and Subscription says who may call it, so that nothing is open by omission. */
export const rootFieldAccess: SchemaRule = ({ subgraphs, report }) => {
  for (const { domain } of subgraphs) {
    for (const type of objectTypesIn(domain).filter(isRootType)) {
      for (const field of type.fields ?? []) {
        if (hasAccessRule(field)) continue;
        report(field, `${type.name.value}.${field.name.value} has no access rule.`, accessHint);
      }
    }
  }
};
