import type { TypeNode } from 'graphql';
import { Kind } from 'graphql';

/** Name of a type without its list and non-null marks. */
export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
