import type { ConstDirectiveNode, FieldDefinitionNode } from 'graphql';
import type { EventDeclaration } from '../../events/readEvents.ts';
import type { SchemaSources } from '../schemaRule.ts';
import { directivesOn, stringArgument } from './directivesOn.ts';
import type { ObjectTypeNode } from './objectTypesIn.ts';
import { objectTypesIn } from './objectTypesIn.ts';

/** One use of `@eventStream`, with the event that it names where there is one. */
export interface EventStreamUse {
  readonly type: ObjectTypeNode;
  readonly field: FieldDefinitionNode;
  readonly directive: ConstDirectiveNode;
  readonly topic: string;
  readonly event: EventDeclaration | undefined;
}

/** All uses of `@eventStream` in all domains. */
export function eventStreams({ subgraphs, events }: SchemaSources): EventStreamUse[] {
  return subgraphs.flatMap(({ domain }) =>
    objectTypesIn(domain).flatMap((type) =>
      (type.fields ?? []).flatMap((field) =>
        directivesOn(field, 'eventStream').map((directive) => {
          const topic = stringArgument(directive, 'topic') ?? '';
          return { type, field, directive, topic, event: events.find((event) => event.topic === topic) };
        }),
      ),
    ),
  );
}
