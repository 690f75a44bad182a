import { membersRead } from '../../rules/reading/celMembers.ts';
import { stringArgument } from '../../rules/reading/directivesOn.ts';
import { leaves, parseSelection } from '../../rules/reading/entityKeys.ts';
import { eventStreams } from '../../rules/reading/eventStreams.ts';
import type { SchemaSources } from '../../rules/schemaRule.ts';
import type { KnownConsumer } from './knownConsumer.ts';

/** Live fields, with what their entity and filter read of the payload. */
export function liveFieldConsumers(sources: SchemaSources): KnownConsumer[] {
  return eventStreams(sources).map(({ field, directive, topic }) => {
    const entity = parseSelection(stringArgument(directive, 'entity') ?? '');
    const filter = stringArgument(directive, 'filter');
    const reads = [
      ...(entity ? leaves(entity).map(({ name }) => name) : []),
      ...(filter === undefined ? [] : membersRead(filter, 'event')),
    ];
    const name = `Subscription.${field.name.value}`;
    return { name, kind: 'live field', topic, reads: [...new Set(reads)], readsPersonalData: false };
  });
}
