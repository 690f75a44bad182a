import { type DocumentNode, Kind } from 'graphql';

/** Answers, over the whole supergraph (inaccessible types included), which type satisfies which type condition. */
export interface TypeRelations {
  /** Whether every object of type `name` is one of type `condition`. */
  satisfies(name: string, condition: string): boolean;
  /** Whether `name` is an object type, so that it may be the type of a value. */
  isObject(name: string): boolean;
  /** The object types that satisfy a condition. */
  objectsOf(condition: string): readonly string[];
  /** The type itself and the abstract types that it satisfies. */
  conditionsOf(name: string): readonly string[];
}

/** Reads the relations from the definitions of a supergraph. */
export function typeRelationsOf(supergraph: DocumentNode): TypeRelations {
  const objects = new Set<string>();
  const members = new Map<string, Set<string>>();
  const conditions = new Map<string, Set<string>>();
  const addMember = (abstract: string, member: string) => {
    members.set(abstract, (members.get(abstract) ?? new Set()).add(member));
    conditions.set(member, (conditions.get(member) ?? new Set()).add(abstract));
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
    objectsOf: (condition) =>
      objects.has(condition) ? [condition] : [...(members.get(condition) ?? [])].filter((name) => objects.has(name)),
    conditionsOf: (name) => [name, ...(conditions.get(name) ?? [])],
  };
}
