import { type DocumentNode, Kind } from 'graphql';

/** Answers, over the whole supergraph (inaccessible types included), which type satisfies which type condition. */
export interface TypeRelations {
  /** Whether every object of type `name` is one of type `condition`. */
  satisfies(name: string, condition: string): boolean;
  /** Whether `name` is an object type, so that it may be the type of a value. */
  isObject(name: string): boolean;
}

/** Reads the relations from the definitions of a supergraph. */
export function typeRelationsOf(supergraph: DocumentNode): TypeRelations {
  const objects = new Set<string>();
  const members = new Map<string, Set<string>>();
  const addMember = (abstract: string, member: string) => {
    const known = members.get(abstract);
    if (known) known.add(member);
    else members.set(abstract, new Set([member]));
  };
  for (const definition of supergraph.definitions) {
    if (definition.kind === Kind.OBJECT_TYPE_DEFINITION) objects.add(definition.name.value);
    if (definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION) {
      for (const abstract of definition.interfaces ?? []) addMember(abstract.name.value, definition.name.value);
    }
    if (definition.kind === Kind.UNION_TYPE_DEFINITION) {
      for (const member of definition.types ?? []) addMember(definition.name.value, member.name.value);
    }
  }
  return {
    satisfies: (name, condition) => name === condition || members.get(condition)?.has(name) === true,
    isObject: (name) => objects.has(name),
  };
}
