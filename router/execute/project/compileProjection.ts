import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { OperationKeys } from '../operation/assignDataKeys.ts';
import type { ConditionValues } from '../operation/conditions.ts';
import { collectFields } from './collectFields.ts';
import { introspectionWriter } from './introspectionWriter.ts';
import { leafWriter, quoted } from './leafWriter.ts';
import { type Place, propagated, type Writer } from './writer.ts';

export interface ProjectionSource {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly keys: OperationKeys;
}

/** One field of one object type, ready to be written. */
interface FieldPlan {
  /** Key in the gathered data. */
  readonly key: string;
  /** The comma, if any, and the response key as JSON. */
  readonly prefix: string;
  readonly write: Writer;
}

/**
 * Compiles the way from gathered data to the JSON text of `data`, for one set of condition values.
 * Closures for an object type are made when the first object of that type arrives, so that a deep query over wide
 * interfaces costs only what its answers use.
 */
export function compileProjection(source: ProjectionSource, conditions: ConditionValues): Writer {
  const { schema, operation, fragments, keys } = source;

  function outputWriter(type: GraphQLOutputType, nodes: readonly FieldNode[], place: Place, parent: string): Writer {
    if (isNonNullType(type)) {
      const write = bareWriter(type.ofType, nodes, place, parent);
      const problem = `Cannot return null for non-nullable ${parent}.`;
      return (value, run) => {
        const text = write(value, run);
        if (text !== 'null') return text;
        run.report(place, problem);
        return propagated;
      };
    }
    const write = bareWriter(type, nodes, place, parent);
    return (value, run) => write(value, run) || 'null';
  }

  function bareWriter(type: GraphQLOutputType, nodes: readonly FieldNode[], place: Place, parent: string): Writer {
    if (isListType(type)) return listWriter(type.ofType, nodes, place, parent);
    const named = getNamedType(type);
    if (isLeafType(named)) return leafWriter(named, place);
    return compositeWriter(
      named as GraphQLCompositeType,
      nodes.flatMap((node) => node.selectionSet ?? []),
      place,
    );
  }

  function listWriter(item: GraphQLOutputType, nodes: readonly FieldNode[], place: Place, parent: string): Writer {
    const depth = place.filter((segment) => segment === '@').length;
    const write = outputWriter(item, nodes, [...place, '@'], parent);
    return (value, run) => {
      if (value === null || value === undefined) return 'null';
      if (!Array.isArray(value)) {
        run.report(place, 'The value is not a list.');
        return propagated;
      }
      let text = '[';
      for (let index = 0; index < value.length; index++) {
        run.indices[depth] = index;
        const element = write(value[index], run);
        if (element === propagated) return propagated;
        text += index === 0 ? element : `,${element}`;
      }
      return `${text}]`;
    };
  }

  function compositeWriter(type: GraphQLCompositeType, sets: readonly SelectionSetNode[], place: Place): Writer {
    const planOf = isAbstractType(type) ? plansByTypename(type, sets, place) : planOnce(type, sets, place);
    return (value, run) => {
      if (value === null || value === undefined) return 'null';
      const fields = typeof value === 'object' && !Array.isArray(value) ? planOf(value as GatheredObject) : undefined;
      if (fields === undefined) {
        run.report(place, `The value is not a valid ${type.name}.`);
        return propagated;
      }
      return writeFields(fields, value as GatheredObject, run);
    };
  }

  function planOnce(type: GraphQLCompositeType, sets: readonly SelectionSetNode[], place: Place) {
    let plan: readonly FieldPlan[] | undefined;
    return () => {
      plan ??= planFields(type, sets, place);
      return plan;
    };
  }

  function plansByTypename(type: GraphQLCompositeType, sets: readonly SelectionSetNode[], place: Place) {
    const plans = new Map<unknown, readonly FieldPlan[] | undefined>();
    return (value: GatheredObject) => {
      const typename = value.__typename;
      if (!plans.has(typename)) {
        // A name from a subgraph is kept only if the schema knows it, so that the map stays small.
        const runtime = runtimeTypeOf(type, typename);
        const plan = runtime && planFields(runtime, sets, place);
        if (plan === undefined) return undefined;
        plans.set(typename, plan);
      }
      return plans.get(typename);
    };
  }

  /** The object type of a value, or the interface itself where a subgraph knows no more (interface objects). */
  function runtimeTypeOf(type: GraphQLCompositeType, typename: unknown): GraphQLCompositeType | undefined {
    if (typename === undefined) return isInterfaceType(type) ? type : undefined;
    const runtime = typeof typename === 'string' ? schema.getType(typename) : undefined;
    if (isInterfaceType(runtime)) return runtime;
    return isObjectType(runtime) && isAbstractType(type) && schema.isSubType(type, runtime) ? runtime : undefined;
  }

  function planFields(type: GraphQLCompositeType, sets: readonly SelectionSetNode[], place: Place): FieldPlan[] {
    const groups = collectFields(schema, fragments, conditions, type, sets);
    return [...groups].map(([responseKey, nodes], index) => {
      const node = nodes[0] as FieldNode;
      return {
        key: keys.keyOf.get(node) ?? node.name.value,
        prefix: `${index === 0 ? '' : ','}${quoted(responseKey)}:`,
        write: fieldWriter(type, responseKey, node, nodes, [...place, responseKey]),
      };
    });
  }

  function fieldWriter(
    type: GraphQLCompositeType,
    responseKey: string,
    node: FieldNode,
    nodes: readonly FieldNode[],
    place: Place,
  ): Writer {
    const name = node.name.value;
    if (name === '__typename') return typenameWriter(type, place);
    if (name === '__schema' || name === '__type') {
      return introspectionWriter(schema, fragments, operation, responseKey, nodes);
    }
    const definition = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    if (definition === undefined) return () => 'null';
    return outputWriter(definition.type, nodes, place, `field ${type.name}.${name}`);
  }

  const root = schema.getRootType(operation.operation);
  return root ? compositeWriter(root, [operation.selectionSet], []) : () => 'null';
}

/** What the executor gathers for an object: data keys to values. */
export interface GatheredObject {
  readonly __typename?: unknown;
  readonly [key: string]: unknown;
}

function typenameWriter(type: GraphQLCompositeType, place: Place): Writer {
  if (isObjectType(type)) {
    const text = quoted(type.name);
    return () => text;
  }
  return (_value, run) => {
    run.report(place, `The object type of this ${type.name} is not known.`);
    return propagated;
  };
}

function writeFields(fields: readonly FieldPlan[], value: GatheredObject, run: Parameters<Writer>[1]): string {
  let text = '{';
  for (const field of fields) {
    const member = value[field.key];
    // A missing field named like a member of Object.prototype must not find that member.
    const written = field.write(typeof member === 'function' ? undefined : member, run);
    if (written === propagated) return propagated;
    text += field.prefix + written;
  }
  return `${text}}`;
}
