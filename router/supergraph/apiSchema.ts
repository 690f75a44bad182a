import {
  buildASTSchema,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  specifiedDirectives,
  visit,
} from 'graphql';

/** Directives that clients may see on schema elements; every other application is machinery of the supergraph. */
const publicDirectives: ReadonlySet<string> = new Set(['deprecated', 'specifiedBy', 'oneOf']);
const executableLocations: ReadonlySet<string> = new Set([
  'QUERY',
  'MUTATION',
  'SUBSCRIPTION',
  'FIELD',
  'FRAGMENT_DEFINITION',
  'FRAGMENT_SPREAD',
  'INLINE_FRAGMENT',
  'VARIABLE_DEFINITION',
]);

/**
 * The schema that clients see: the supergraph without the types and directives of federation's own specifications,
 * and without everything marked `@inaccessible`.
 *
 * Names follow https://specs.apollo.dev/link/v1.0: what a linked specification defines is called `prefix__name`,
 * `@prefix`, or by the alias of its import.
 */
export function apiSchemaOf(supergraph: DocumentNode): GraphQLSchema {
  const machinery = namesOfLinkedSpecifications(supergraph);
  const inaccessible = machinery.inaccessible;
  const isHidden = (node: { readonly directives?: readonly ConstDirectiveNode[] }) =>
    node.directives?.some((directive) => directive.name.value === inaccessible) === true;
  const hiddenTypes = new Set(
    supergraph.definitions.flatMap((definition) =>
      'name' in definition && definition.name && 'directives' in definition && isHidden(definition as never)
        ? [definition.name.value]
        : [],
    ),
  );
  const isDropped = (name: string) => hiddenTypes.has(name) || machinery.isTypeName(name);
  const dropHidden = { enter: (node: object) => (isHidden(node) ? null : undefined) };

  const definitions = supergraph.definitions.filter((definition) => isPublic(definition, isDropped, machinery));
  const document = visit(
    { ...supergraph, definitions },
    {
      FieldDefinition: dropHidden,
      InputValueDefinition: dropHidden,
      EnumValueDefinition: dropHidden,
      // Applied in a second step, because the visitors above need the directives that this one removes.
      Directive: { leave: (node) => (publicDirectives.has(node.name.value) ? undefined : null) },
      ObjectTypeDefinition: {
        leave: (node) => ({ ...node, interfaces: node.interfaces?.filter((type) => !isDropped(type.name.value)) }),
      },
      InterfaceTypeDefinition: {
        leave: (node) => ({ ...node, interfaces: node.interfaces?.filter((type) => !isDropped(type.name.value)) }),
      },
      UnionTypeDefinition: {
        leave: (node) => ({ ...node, types: node.types?.filter((type) => !isDropped(type.name.value)) }),
      },
    },
  );
  return buildASTSchema(document, { assumeValid: true });
}

function isPublic(definition: DefinitionNode, isDropped: (name: string) => boolean, machinery: Machinery): boolean {
  if (definition.kind === Kind.DIRECTIVE_DEFINITION) {
    return (
      !machinery.isDirectiveName(definition.name.value) &&
      !specifiedDirectives.some((directive) => directive.name === definition.name.value) &&
      definition.locations.some((location) => executableLocations.has(location.value))
    );
  }
  return !('name' in definition) || definition.name === undefined || !isDropped(definition.name.value);
}

interface Machinery {
  /** The name under which `@inaccessible` is known in this supergraph. */
  readonly inaccessible: string;
  isTypeName(name: string): boolean;
  isDirectiveName(name: string): boolean;
}

function namesOfLinkedSpecifications(supergraph: DocumentNode): Machinery {
  const prefixes = new Set(['join', 'link', 'core']);
  const imported = new Set<string>();
  let inaccessible = 'inaccessible';
  for (const link of linksOf(supergraph)) {
    const specification = link.url.split('/').at(-2) ?? '';
    prefixes.add(link.as ?? specification);
    for (const entry of link.imports) imported.add(entry.as);
    if (specification === 'inaccessible') {
      inaccessible =
        link.imports.find((entry) => entry.name === '@inaccessible')?.as.slice(1) ?? link.as ?? inaccessible;
    }
  }
  const hasPrefix = (name: string) => prefixes.has(name.split('__', 1)[0] ?? '') && name.includes('__');
  return {
    inaccessible,
    isTypeName: (name) => hasPrefix(name) || imported.has(name),
    isDirectiveName: (name) => hasPrefix(name) || prefixes.has(name) || imported.has(`@${name}`),
  };
}

interface Link {
  readonly url: string;
  readonly as: string | undefined;
  readonly imports: readonly { readonly name: string; readonly as: string }[];
}

/** The `@link` directives of the schema definition. */
export function linksOf(supergraph: DocumentNode): readonly Link[] {
  const directives = supergraph.definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
      ? (definition.directives ?? [])
      : [],
  );
  return directives.flatMap((directive) => {
    const value = (name: string) => directive.arguments?.find((argument) => argument.name.value === name)?.value;
    const url = value('url');
    const as = value('as');
    const imports = value('import');
    if (directive.name.value !== 'link' || url?.kind !== Kind.STRING) return [];
    return [
      {
        url: url.value,
        as: as?.kind === Kind.STRING ? as.value : undefined,
        imports: imports?.kind === Kind.LIST ? imports.values.flatMap(importOf) : [],
      },
    ];
  });
}

function importOf(value: { readonly kind: string }): { name: string; as: string }[] {
  const node = value as import('graphql').ConstValueNode;
  if (node.kind === Kind.STRING) return [{ name: node.value, as: node.value }];
  if (node.kind !== Kind.OBJECT) return [];
  const field = (name: string) => {
    const found = node.fields.find((candidate) => candidate.name.value === name)?.value;
    return found?.kind === Kind.STRING ? found.value : undefined;
  };
  const name = field('name');
  return name === undefined ? [] : [{ name, as: field('as') ?? name }];
}
