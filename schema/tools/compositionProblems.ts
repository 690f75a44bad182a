import type { ASTNode, GraphQLError } from 'graphql';
import { isTypeDefinitionNode, isTypeExtensionNode } from 'graphql';
import type { SubgraphSchema } from './loadSubgraphSchemas.ts';
import type { SchemaProblem } from './schemaProblem.ts';
import { problemAt } from './schemaProblem.ts';

/** What to do about the errors of composition that are met most; the others explain themselves. */
const hints: Readonly<Record<string, string>> = {
  INVALID_GRAPHQL: 'define the name, or correct its spelling',
  INVALID_FIELD_SHARING: 'keep the field in one domain, or give the type a @key and mark the field @shareable in each',
  SATISFIABILITY_ERROR:
    'give the type a @key that the other domains can resolve, or move the field to the domain that has it',
  KEY_INVALID_FIELDS: 'name only fields of the type in @key(fields: "…")',
  REQUIRES_INVALID_FIELDS: 'name only fields of the type in @requires(fields: "…")',
  PROVIDES_INVALID_FIELDS: 'name only fields of the returned type in @provides(fields: "…")',
  EXTERNAL_UNUSED: 'remove the @external field, or use it in @key, @requires or @provides',
  EXTERNAL_MISSING_ON_BASE: 'define the field in the domain that owns the type',
  REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH: 'give the argument the same name and type in every domain',
  FIELD_TYPE_MISMATCH: 'give the field the same type in every domain',
  TYPE_KIND_MISMATCH: 'give the type the same kind in every domain, or another name in one of them',
  ENUM_VALUE_MISMATCH: 'list the same values in every domain, or move the enum to schema/shared.graphql',
  DIRECTIVE_DEFINITION_INVALID: 'leave the definition to the schema loader',
};

const otherwise = 'make the domains agree on this element';

/**
 * Composition errors with the place in the hand-written SDL. Where composition names no place, the first type that its
 * message names is taken. An error at a line that a rule has already named is left out: the rule says it better.
 */
export function compositionProblems(
  errors: readonly GraphQLError[],
  subgraphs: readonly SubgraphSchema[],
  known: readonly SchemaProblem[],
): SchemaProblem[] {
  return errors
    .map((error) => {
      const node = error.nodes?.find(({ loc }) => loc) ?? nodeNamedIn(error.message, subgraphs);
      const code = String(error.extensions?.code ?? '');
      const hint = hints[code] ?? otherwise;
      return problemAt(node, code ? `${error.message} (${code})` : error.message, hint);
    })
    .filter(({ file, line }) => !known.some((problem) => problem.file === file && problem.line === line));
}

function nodeNamedIn(message: string, subgraphs: readonly SubgraphSchema[]): ASTNode | undefined {
  const subgraphName = /^\[([\w-]+)\]/.exec(message)?.[1];
  const [typeName, fieldName] = /"(\w+)(?:\.(\w+))?/.exec(message)?.slice(1) ?? [];
  for (const { name, domain } of subgraphs) {
    if (subgraphName && subgraphName !== name) continue;
    for (const definition of domain.definitions) {
      if (!isTypeDefinitionNode(definition) && !isTypeExtensionNode(definition)) continue;
      if (definition.name.value !== typeName) continue;
      const fields: readonly { readonly name: { readonly value: string } }[] =
        'fields' in definition ? (definition.fields ?? []) : [];
      return (fields.find((field) => field.name.value === fieldName) as ASTNode | undefined) ?? definition;
    }
  }
  return undefined;
}
