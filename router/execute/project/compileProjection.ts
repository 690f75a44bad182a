import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { OperationKeys } from '../operation/assignDataKeys.ts';
import type { ConditionValues } from '../operation/conditions.ts';
import { collectFields } from './collectFields.ts';
import { introspectionWriter } from './introspectionWriter.ts';
import { leafWriter, quoted } from './leafWriter.ts';
import { compileObjectWriter, type FieldPlan } from './objectWriter.ts';
import { sharedWriter } from './sharedWriter.ts';
import { type Place, propagated, type Writer } from './writer.ts';

/** The operation whose answers are to be written, and what is known of it. */
export interface ProjectionSource {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly keys: OperationKeys;
  /** Paths of data keys at which one object may stand several times. */
  readonly sharedPaths: ReadonlySet<string>;
  /** Whether `new Function` may be used. */
  readonly generateCode: boolean;
}

/**
 * Compiles the way from gathered data to the JSON text of `data`, for one set of condition values.
 * Closures for an object type are made when the first object of that type arrives, so that a deep query over wide
 * interfaces costs only what its answers use.
 */
export function compileProjection(source: ProjectionSource, conditions: ConditionValues): Writer {
  const { schema, operation, fragments, keys, sharedPaths, generateCode } = source;
  let sharedWriters = 0;

  function outputWriter(
    type: GraphQLOutputType,
    nodes: readonly FieldNode[],
    place: DataPlace,
    parent: string,
  ): Writer {
    if (isNonNullType(type)) {
      const write = bareWriter(type.ofType, nodes, place, parent);
      const problem = `Cannot return null for non-nullable ${parent}.`;
      return (value, run) => {
        const text = write(value, run);
        if (text !== 'null') return text;
        run.report(place.shown, problem);
        return propagated;
      };
    }
    const write = bareWriter(type, nodes, place, parent);
    return (value, run) => write(value, run) || 'null';
  }

  function bareWriter(type: GraphQLOutputType, nodes: readonly FieldNode[], place: DataPlace, parent: string): Writer {
    if (isListType(type)) return listWriter(type.ofType, nodes, place, parent);
    const named = getNamedType(type);
    if (isLeafType(named)) return leafWriter(named, place.shown);
    return compositeWriter(
      named as GraphQLCompositeType,
      nodes.flatMap((node) => node.selectionSet ?? []),
      place,
    );
  }

  function listWriter(item: GraphQLOutputType, nodes: readonly FieldNode[], place: DataPlace, parent: string): Writer {
    const depth = place.shown.filter((segment) => segment === '@').length;
    const write = outputWriter(item, nodes, { ...place, shown: [...place.shown, '@'] }, parent);
    return (value, run) => {
      if (value === null || value === undefined) return 'null';
      if (!Array.isArray(value)) {
        run.report(place.shown, 'The value is not a list.');
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

  function compositeWriter(type: GraphQLCompositeType, sets: readonly SelectionSetNode[], place: DataPlace): Writer {
    const writerOf = isAbstractType(type) ? writersByTypename(type, sets, place) : writerOnce(type, sets, place);
    const write: Writer = (value, run) => {
      if (value === null || value === undefined) return 'null';
      const writer = typeof value === 'object' && !Array.isArray(value) ? writerOf(value as GatheredObject) : undefined;
      if (writer === undefined) {
        run.report(place.shown, `The value is not a valid ${type.name}.`);
        return propagated;
      }
      return writer(value, run);
    };
    return sharedPaths.has(place.data) ? sharedWriter(write, sharedWriters++) : write;
  }

  function writerOnce(type: GraphQLCompositeType, sets: readonly SelectionSetNode[], place: DataPlace) {
    let writer: Writer | undefined;
    return () => {
      writer ??= objectWriter(type, sets, place);
      return writer;
    };
  }

  function writersByTypename(type: GraphQLCompositeType, sets: readonly SelectionSetNode[], place: DataPlace) {
    const writers = new Map<unknown, Writer>();
    return (value: GatheredObject) => {
      const typename = value.__typename;
      const known = writers.get(typename);
      if (known) return known;
      // A name from a subgraph is kept only if the schema knows it, so that the map stays small.
      const runtime = runtimeTypeOf(type, typename);
      const writer = runtime && objectWriter(runtime, sets, place);
      if (writer) writers.set(typename, writer);
      return writer;
    };
  }

  /** The object type of a value, or the interface itself where a subgraph knows no more (interface objects). */
  function runtimeTypeOf(type: GraphQLCompositeType, typename: unknown): GraphQLCompositeType | undefined {
    if (typename === undefined) return isInterfaceType(type) ? type : undefined;
    const runtime = typeof typename === 'string' ? schema.getType(typename) : undefined;
    if (isInterfaceType(runtime)) return runtime;
    return isObjectType(runtime) && isAbstractType(type) && schema.isSubType(type, runtime) ? runtime : undefined;
  }

  function objectWriter(type: GraphQLCompositeType, sets: readonly SelectionSetNode[], place: DataPlace): Writer {
    const groups = collectFields(schema, fragments, conditions, type, sets);
    const fields = [...groups].map(([responseKey, nodes]): FieldPlan => {
      const node = nodes[0] as FieldNode;
      const key = keys.keyOf.get(node) ?? node.name.value;
      const inner = { shown: [...place.shown, responseKey], data: `${place.data}/${key}` };
      return {
        key,
        responseKey,
        write: fieldWriter(type, responseKey, node, nodes, inner),
        leaf: leafNameOf(type, node),
      };
    });
    return compileObjectWriter(fields, generateCode);
  }

  function fieldWriter(
    type: GraphQLCompositeType,
    responseKey: string,
    node: FieldNode,
    nodes: readonly FieldNode[],
    place: DataPlace,
  ): Writer {
    const name = node.name.value;
    if (name === '__typename') return typenameWriter(type, place.shown);
    if (name === '__schema' || name === '__type') {
      return introspectionWriter(schema, fragments, operation, responseKey, nodes);
    }
    const definition = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    if (definition === undefined) return () => 'null';
    return outputWriter(definition.type, nodes, place, `field ${type.name}.${name}`);
  }

  const root = schema.getRootType(operation.operation);
  return root ? compositeWriter(root, [operation.selectionSet], { shown: [], data: '' }) : () => 'null';
}

/** What the executor gathers for an object: data keys to values. */
interface GatheredObject {
  readonly __typename?: unknown;
  readonly [key: string]: unknown;
}

/** A place as the client sees it, and in the gathered data. */
interface DataPlace {
  readonly shown: Place;
  readonly data: string;
}

/** The scalar of a field that is one, wrapped in non-null or not. */
function leafNameOf(type: GraphQLCompositeType, node: FieldNode): string | undefined {
  const definition = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
  const nullable = definition && getNullableType(definition.type);
  return isScalarType(nullable) ? nullable.name : undefined;
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
