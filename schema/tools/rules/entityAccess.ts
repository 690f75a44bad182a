import { directivesOn } from './reading/directivesOn.ts';
import { entityKeys } from './reading/entityKeys.ts';
import { accessHint, hasAccessRule } from './reading/hasAccessRule.ts';
import { isRootType, objectTypesIn } from './reading/objectTypesIn.ts';
import type { SchemaRule } from './schemaRule.ts';

/**
 * Every entity says who may read it, since other domains' fields and `_entities` lead to it past the root fields.
 * A domain that adds fields to another's entity may protect those fields instead of the type: a rule on the type would
 * hold for the owner's fields too. A stub (`resolvable: false`) shows only its key and needs no rule.
 */
export const entityAccess: SchemaRule = ({ subgraphs, report }) => {
  for (const { domain } of subgraphs) {
    for (const type of objectTypesIn(domain)) {
      const keys = entityKeys(type);
      if (isRootType(type) || hasAccessRule(type) || !keys.some(({ resolvable }) => resolvable)) continue;
      const keyFields = new Set(keys.flatMap(({ paths }) => paths.map((path) => path.split('.')[0]!)));
      const added = (type.fields ?? []).filter(
        (field) => !keyFields.has(field.name.value) && directivesOn(field, 'external').length === 0,
      );
      const open = added.filter((field) => !hasAccessRule(field));
      if (open.length === 0) continue;
      const first = open[0]!;
      if (open.length === added.length) report(type, `Entity ${type.name.value} has no access rule.`, accessHint);
      else report(first, `${type.name.value}.${first.name.value} has no access rule.`, accessHint);
    }
  }
};
