import {
  type GraphQLAbstractType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isObjectType,
  OperationTypeNode,
} from 'graphql';
import { type AccessRule, everyRule, implies, open } from './accessRule.ts';
import { guardEntity } from './guardEntity.ts';
import { type AbstractGuard, guardField } from './guardField.ts';
import { readAccessRule } from './readAccessRule.ts';

/**
 * Enforces `@authenticated` and `@requiresScopes` of the SDL in the subgraph itself, whatever the router let through.
 * Wraps, once at start:
 * - each field with a rule, and each field that yields an object type with a rule, before its resolver runs;
 * - each field that yields a union or interface: the concrete type's rule is checked on the result, and for mutations
 *   the rules of all possible types before the resolver runs, so that nothing is changed for one who may not see it;
 * - each entity lookup by the rule of its type.
 * A field whose rule its parent's rule implies keeps its resolver: nobody reached the parent without satisfying it.
 *
 * @throws CodedError DEFINITION_INVALID for access directives that the kit does not enforce
 */
export function enforceAccess(schema: GraphQLSchema): void {
  const ruleOf = rulesOfTypes(schema);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('_')) continue;
    guardEntity(type, ruleOf(type));
    for (const field of Object.values(type.getFields())) {
      // Entities are guarded at their lookup; SDL and introspection are open to whoever the router signed for.
      if (!field.name.startsWith('_')) guard(schema, type, field, ruleOf);
    }
  }
}

type RuleOf = (type: GraphQLNamedType) => AccessRule;

function guard(
  schema: GraphQLSchema,
  parent: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  ruleOf: RuleOf,
): void {
  const place = `${parent.name}.${field.name}`;
  const yields = getNamedType(field.type);
  const possible = isAbstractType(yields) ? schema.getPossibleTypes(yields) : [];
  const isRoot = Object.values(OperationTypeNode).some((operation) => schema.getRootType(operation) === parent);
  const mutates = schema.getMutationType() === parent;
  const before = everyRule([
    isRoot ? ruleOf(parent) : open,
    readAccessRule(place, [field.astNode]),
    ruleOf(yields),
    ...(mutates ? possible.map(ruleOf) : []),
  ]);
  const held = isRoot ? open : ruleOf(parent);
  const reached = everyRule([held, before]);
  const after =
    isAbstractType(yields) && !possible.every((type) => implies(reached, ruleOf(type)))
      ? abstractGuard(yields, possible, ruleOf)
      : null;
  guardField(field, place, implies(held, before) ? open : before, after);
}

function abstractGuard(
  type: GraphQLAbstractType,
  possible: readonly GraphQLObjectType[],
  ruleOf: RuleOf,
): AbstractGuard {
  return { type, rules: new Map(possible.map((one) => [one.name, ruleOf(one)])) };
}

function rulesOfTypes(schema: GraphQLSchema): RuleOf {
  const known = new Map<string, AccessRule>();
  for (const type of Object.values(schema.getTypeMap())) {
    known.set(type.name, readAccessRule(type.name, [type.astNode, ...type.extensionASTNodes]));
  }
  return (type) => known.get(type.name)!;
}
