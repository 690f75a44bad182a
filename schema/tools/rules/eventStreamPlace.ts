import { eventStreams } from './reading/eventStreams.ts';
import { namedType } from './reading/namedType.ts';
import { objectTypesIn } from './reading/objectTypesIn.ts';
import type { SchemaRule } from './schemaRule.ts';

/** `@eventStream` stands on subscription fields that yield an entity: the router fills the rest of it through `_entities`. */
export const eventStreamPlace: SchemaRule = (context) => {
  const entities = new Set(
    context.subgraphs
      .flatMap(({ domain }) => objectTypesIn(domain))
      .filter(({ directives }) => directives?.some(({ name }) => name.value === 'key'))
      .map(({ name }) => name.value),
  );
  for (const { type, field, directive } of eventStreams(context)) {
    const place = `${type.name.value}.${field.name.value}`;
    if (type.name.value !== 'Subscription') {
      context.report(directive, `@eventStream on ${place}.`, 'move the field to type Subscription');
    } else if (!entities.has(namedType(field.type))) {
      const hint = `give type ${namedType(field.type)} a @key`;
      context.report(field.type, `${place} is fed by events but yields no entity.`, hint);
    }
  }
};
