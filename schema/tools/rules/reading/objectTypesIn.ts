import type { DocumentNode, ObjectTypeDefinitionNode, ObjectTypeExtensionNode } from 'graphql';
import { Kind } from 'graphql';

/** An object type or an extension of one, as written. */
export type ObjectTypeNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;

const rootTypes: readonly string[] = ['Query', 'Mutation', 'Subscription'];

/** All object types and their extensions in a document, root types included. */
export function objectTypesIn(document: DocumentNode): ObjectTypeNode[] {
  return document.definitions.filter(
    (definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION,
  );
}

/** Whether the type is one of the three that operations start from. */
export function isRootType(type: ObjectTypeNode): boolean {
  return rootTypes.includes(type.name.value);
}
