import { argumentNode, stringArgument } from './reading/directivesOn.ts';
import type { EntityKey, SelectionLeaf } from './reading/entityKeys.ts';
import { entityKeys, leaves, parseSelection } from './reading/entityKeys.ts';
import type { EventStreamUse } from './reading/eventStreams.ts';
import { eventStreams } from './reading/eventStreams.ts';
import { namedType } from './reading/namedType.ts';
import { objectTypesIn } from './reading/objectTypesIn.ts';
import { suggestion } from './reading/suggestion.ts';
import type { RuleContext, SchemaRule } from './schemaRule.ts';

/**
 * The `entity` of an `@eventStream` is a selection over the payload, aliased to fields of the entity, e.g.
 * `{ id: alert_id }`. It must name payload fields that exist, fields that the entity has, and one whole key of it
 * from payload fields that are always present.
 */
export const eventStreamEntity: SchemaRule = (context) => {
  for (const use of eventStreams(context)) {
    const text = stringArgument(use.directive, 'entity') ?? '';
    const node = argumentNode(use.directive, 'entity') ?? use.directive;
    const selection = parseSelection(text);
    if (!selection) {
      context.report(node, `"${text}" is no selection.`, 'write it as "{ id: payload_field }"');
      continue;
    }
    const chosen = leaves(selection);
    const faults = [...payloadFaults(use, chosen), ...entityFaults(context, use, chosen)];
    for (const [message, hint] of faults) context.report(node, message, hint);
  }
};

type Fault = readonly [message: string, hint: string];

function payloadFaults({ event, topic }: EventStreamUse, chosen: readonly SelectionLeaf[]): Fault[] {
  if (!event) return [];
  const names = event.fields.filter(({ pii }) => !pii).map(({ name }) => name);
  const personal = event.fields.filter(({ pii }) => pii).map(({ name }) => name);
  return chosen
    .filter(({ name }) => !names.includes(name))
    .map(({ name }): Fault => {
      if (personal.includes(name)) return [`The entity comes from "${name}", which is @pii.`, 'select an identifier'];
      const hint = suggestion(name, names, `use one of its fields: ${names.join(', ')}`);
      return [`The payload of "${topic}" has no field "${name}".`, hint];
    });
}

function entityFaults(context: RuleContext, use: EventStreamUse, chosen: readonly SelectionLeaf[]): Fault[] {
  const typeName = namedType(use.field.type);
  const declarations = context.subgraphs
    .flatMap(({ domain }) => objectTypesIn(domain))
    .filter(({ name }) => name.value === typeName);
  const keys = declarations.flatMap(entityKeys).filter(({ resolvable }) => resolvable);
  if (keys.length === 0) return [];
  const fields = declarations.flatMap(({ fields = [] }) => fields.map(({ name }) => name.value));
  const faults = chosen
    .map(({ path }) => path.split('.')[0]!)
    .filter((field) => !fields.includes(field))
    .map((field): Fault => [`${typeName} has no field "${field}".`, suggestion(field, fields, keysHint(keys))]);
  return faults.length > 0 ? faults : keyFaults(use, typeName, keys, chosen);
}

function keyFaults(
  { event, topic }: EventStreamUse,
  typeName: string,
  keys: readonly EntityKey[],
  chosen: readonly SelectionLeaf[],
): Fault[] {
  const paths = chosen.map(({ path }) => path);
  const key = keys.find((candidate) => candidate.paths.every((path) => paths.includes(path)));
  if (!key) return [[`The selection names no whole key of ${typeName}.`, keysHint(keys)]];
  return chosen
    .filter(({ path }) => key.paths.includes(path))
    .filter(({ name }) => event?.fields.some((field) => field.name === name && !field.required))
    .map(
      ({ name }): Fault => [
        `The key of ${typeName} comes from "${name}" of "${topic}", which may be null.`,
        `make ${name} non-null in the event, or feed the field from another topic`,
      ],
    );
}

function keysHint(keys: readonly EntityKey[]): string {
  return `select one of its keys: ${keys.map(({ paths }) => `{ ${paths.join(' ')} }`).join(' or ')}`;
}
