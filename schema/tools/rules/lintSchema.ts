import type { SchemaProblem } from '../schemaProblem.ts';
import { problemAt } from '../schemaProblem.ts';
import { entityAccess } from './entityAccess.ts';
import { eventFieldNames } from './eventFieldNames.ts';
import { eventFieldTypes } from './eventFieldTypes.ts';
import { eventKey } from './eventKey.ts';
import { eventMark } from './eventMark.ts';
import { eventPersonalData } from './eventPersonalData.ts';
import { eventStreamEntity } from './eventStreamEntity.ts';
import { eventStreamFilter } from './eventStreamFilter.ts';
import { eventStreamPlace } from './eventStreamPlace.ts';
import { eventStreamTopic } from './eventStreamTopic.ts';
import { eventTenant } from './eventTenant.ts';
import { eventTopic } from './eventTopic.ts';
import { eventTypeNames } from './eventTypeNames.ts';
import { eventVersion } from './eventVersion.ts';
import { knownDirectives } from './knownDirectives.ts';
import { knownTypes } from './knownTypes.ts';
import { pagedLists } from './pagedLists.ts';
import { rootFieldAccess } from './rootFieldAccess.ts';
import type { SchemaRule, SchemaSources } from './schemaRule.ts';

/** All rules, in the order in which a reader of the SDL would notice them. */
export const schemaRules: readonly SchemaRule[] = [
  knownTypes,
  knownDirectives,
  rootFieldAccess,
  entityAccess,
  pagedLists,
  eventStreamPlace,
  eventStreamTopic,
  eventStreamEntity,
  eventStreamFilter,
  eventMark,
  eventTypeNames,
  eventTopic,
  eventVersion,
  eventKey,
  eventTenant,
  eventFieldNames,
  eventFieldTypes,
  eventPersonalData,
];

/** Checks the SDL against the rules given (all of them by default) and returns what they report. */
export function lintSchema(sources: SchemaSources, rules: readonly SchemaRule[] = schemaRules): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  const context = {
    ...sources,
    report: (...args: [Parameters<typeof problemAt>[0], string, string]) => void problems.push(problemAt(...args)),
  };
  for (const rule of rules) rule(context);
  return problems;
}
