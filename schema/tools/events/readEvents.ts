import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ConstDirectiveNode, FieldDefinitionNode, ObjectTypeDefinitionNode, TypeNode } from 'graphql';
import { Kind, parse, Source } from 'graphql';
import { readSupergraphConfig } from '../supergraphConfig.ts';

/** One field of an event's payload, with its name as on the wire. */
export interface EventField {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly list: boolean;
  readonly pii: boolean;
  readonly description: string;
  readonly node: FieldDefinitionNode;
}

/** One type of an `events.graphql` file, as written: it may still break the rules that `rules/` checks. */
export interface EventDeclaration {
  readonly domain: string;
  readonly type: string;
  readonly topic: string;
  readonly version: string;
  readonly key: string;
  readonly description: string;
  readonly fields: readonly EventField[];
  readonly directive: ConstDirectiveNode | undefined;
  readonly node: ObjectTypeDefinitionNode;
}

/**
 * Reads the event contracts of every domain in `supergraph.yaml` from the `events.graphql` beside its `schema.graphql`.
 * A domain without events has no such file.
 * @returns declarations in the order of `supergraph.yaml` and of the files.
 * @throws GraphQLSyntaxError with file and line.
 */
export function readEvents(root: string): EventDeclaration[] {
  return readSupergraphConfig(root).flatMap(({ name, schemaFile }) => {
    const file = join(dirname(schemaFile), 'events.graphql');
    const path = join(root, file);
    return existsSync(path) ? parseEvents(name, new Source(readFileSync(path, 'utf8'), file)) : [];
  });
}

/** Event contracts of one domain from its SDL. */
export function parseEvents(domain: string, source: Source): EventDeclaration[] {
  return parse(source)
    .definitions.filter((definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION)
    .map((node) => toDeclaration(domain, node));
}

function toDeclaration(domain: string, node: ObjectTypeDefinitionNode): EventDeclaration {
  const directive = node.directives?.find(({ name }) => name.value === 'event');
  return {
    domain,
    type: node.name.value,
    topic: stringArgument(directive, 'topic'),
    version: stringArgument(directive, 'version'),
    key: stringArgument(directive, 'key'),
    description: node.description?.value ?? '',
    fields: (node.fields ?? []).map(toField),
    directive,
    node,
  };
}

function toField(node: FieldDefinitionNode): EventField {
  const required = node.type.kind === Kind.NON_NULL_TYPE;
  const bare = node.type.kind === Kind.NON_NULL_TYPE ? node.type.type : node.type;
  return {
    name: node.name.value,
    type: namedType(node.type),
    required,
    list: bare.kind === Kind.LIST_TYPE,
    pii: node.directives?.some(({ name }) => name.value === 'pii') ?? false,
    description: node.description?.value ?? '',
    node,
  };
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function stringArgument(directive: ConstDirectiveNode | undefined, name: string): string {
  const value = directive?.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : '';
}
