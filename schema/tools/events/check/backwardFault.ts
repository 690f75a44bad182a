import { avroTypeOf } from '#platform/events/codec/avroTypeOf.ts';
import type { EventSchema } from '#platform/events/codec/eventSchemas.ts';
import { avroSchema } from '../contracts/avroSchema.ts';
import type { ReleasedContract } from '../release/releasedContracts.ts';

/**
 * Why a reader of `after` cannot read what a writer of `before` wrote, by Avro's rules of schema resolution; nothing when
 * it can.
 * @see https://avro.apache.org/docs/1.12.0/specification/#schema-resolution
 */
export function backwardFault(before: ReleasedContract, after: ReleasedContract): string | undefined {
  try {
    typeOf(after).createResolver(typeOf(before));
    return logicalFault(before, after);
  } catch (error) {
    return (error as Error).message;
  }
}

/** Scalars that are more than the Avro type that carries them. */
const logical = new Set(['DateTime', 'Decimal', 'JSON']);

/** Avro lets a reader take the bytes of an amount for a text, which then says something else. */
function logicalFault(before: ReleasedContract, after: ReleasedContract): string | undefined {
  const was = new Map(before.fields.map(({ name, type }) => [name, type]));
  const changed = after.fields.find(({ name, type }) => {
    const old = was.get(name) ?? type;
    return old !== type && (logical.has(old) || logical.has(type));
  });
  return changed && `${was.get(changed.name)} of ${changed.name} cannot be read as ${changed.type}`;
}

function typeOf(contract: ReleasedContract) {
  const fields = contract.fields.map((field) => ({ ...field, description: '' }));
  return avroTypeOf(avroSchema({ ...contract, description: '', fields }) as unknown as EventSchema);
}
