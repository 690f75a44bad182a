import { type DocumentNode, type FieldDefinitionNode, Kind } from 'graphql';

/** What the subgraphs of a world have to agree on, and who of them answers what. */
export interface WorldFacts {
  /** Members of an abstract type that every subgraph with that type knows. */
  commonMembers(abstractType: string): readonly string[];
  /** Members of an abstract type as known to the subgraph which answers that field. */
  membersFor(type: string, field: string, abstractType: string): readonly string[];
  /** Whether more than one subgraph answers that field. */
  isShared(type: string, field: string): boolean;
  /** The field set of `@requires`, if the field has one. */
  requiresOf(type: string, field: string): string | undefined;
}

interface Service {
  readonly name: string;
  readonly typeDefs: DocumentNode;
}

/** Reads the facts from the SDL of all subgraphs. */
export function worldFactsOf(services: readonly Service[]): WorldFacts {
  const members = new Map<string, Map<string, string[]>>();
  const owners = new Map<string, string[]>();
  const overridden = new Set<string>();
  const requires = new Map<string, string>();
  const interfaces = new Map<string, Set<string>>();

  const addMember = (service: string, type: string, member: string) => {
    const byService = members.get(type) ?? new Map<string, string[]>();
    members.set(type, byService.set(service, [...(byService.get(service) ?? []), member]));
  };
  for (const { name, typeDefs } of services) {
    for (const definition of typeDefs.definitions) {
      if (definition.kind === Kind.UNION_TYPE_DEFINITION) {
        for (const member of definition.types ?? []) addMember(name, definition.name.value, member.name.value);
      }
      if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
      const type = definition.name.value;
      for (const implemented of definition.interfaces ?? []) {
        addMember(name, implemented.name.value, type);
        interfaces.set(type, (interfaces.get(type) ?? new Set()).add(implemented.name.value));
      }
      for (const field of definition.fields ?? []) addField(name, type, field);
    }
  }

  function addField(service: string, type: string, field: FieldDefinitionNode): void {
    const coordinate = `${type}.${field.name.value}`;
    for (const directive of field.directives ?? []) {
      const argument = directive.arguments?.[0]?.value;
      if (directive.name.value === 'external') return;
      if (argument?.kind !== Kind.STRING) continue;
      if (directive.name.value === 'override') overridden.add(`${argument.value} ${coordinate}`);
      if (directive.name.value === 'requires') requires.set(coordinate, argument.value);
    }
    owners.set(coordinate, [...(owners.get(coordinate) ?? []), service]);
  }

  /** A field of an object type may be declared by an interface object only. */
  const coordinatesOf = (type: string, field: string) =>
    [type, ...(interfaces.get(type) ?? [])].map((name) => `${name}.${field}`);
  const ownersOf = (type: string, field: string) => {
    for (const coordinate of coordinatesOf(type, field)) {
      const found = (owners.get(coordinate) ?? []).filter((service) => !overridden.has(`${service} ${coordinate}`));
      if (found.length > 0) return found;
    }
    return [];
  };
  const common = (type: string) => {
    const [first = [], ...others] = members.get(type)?.values() ?? [];
    return first.filter((member) => others.every((list) => list.includes(member)));
  };
  return {
    commonMembers: common,
    membersFor: (type, field, abstractType) => {
      const [owner = ''] = ownersOf(type, field);
      return members.get(abstractType)?.get(owner) ?? common(abstractType);
    },
    isShared: (type, field) => ownersOf(type, field).length > 1,
    requiresOf: (type, field) =>
      coordinatesOf(type, field)
        .map((name) => requires.get(name))
        .find(Boolean),
  };
}
