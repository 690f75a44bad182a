import {
  type FieldNode,
  type GraphQLOutputType,
  getNamedType,
  isLeafType,
  isListType,
  isNonNullType,
  print,
} from 'graphql';

/**
 * Gives every selected field its key in the data that the executor gathers.
 *
 * Clients may name anything anything: `{ users { id: name } }` is valid. In our data a key always means one field with
 * one set of arguments, so that a key of an entity is never hidden behind an alias, the same field asked twice is fetched
 * once, and no client chooses a name like `__proto__`. Objects asked under several names are fetched under as many: what
 * fails below one must not null the other. The projector brings the client's names back.
 */
export interface DataKeys {
  /** The key for a field selected on a type; `separate` tells apart what must not be fetched once. */
  keyOf(field: FieldNode, type: GraphQLOutputType, separate?: string): string;
}

/**
 * @param isFieldName whether a name is that of a field in the supergraph, and so no name for an alias
 * @param required names of fields that `@requires` names: with arguments of the client's they take another key, so that
 *   neither planner takes the client's value for the required one
 */
export function createDataKeys(isFieldName: (name: string) => boolean, required: ReadonlySet<string>): DataKeys {
  const keys = new Map<string, string>();
  const taken = new Set<string>();
  return {
    keyOf(field, type, separate = '') {
      const name = field.name.value;
      const identity = `${name}(${argumentsOf(field)})${shapeOf(type)}${separate}`;
      const known = keys.get(identity);
      if (known !== undefined) return known;
      let key = name;
      if (field.arguments?.length && required.has(name)) taken.add(name);
      // The field's own name stays free for a key of the entity.
      const isAlias = separate !== '' && separate !== name;
      for (let n = 1; taken.has(key) || (isAlias && key === name); n++) {
        key = isFieldName(`_${n}_${name}`) ? name : `_${n}_${name}`;
      }
      taken.add(key);
      keys.set(identity, key);
      return key;
    },
  };
}

function argumentsOf(field: FieldNode): string {
  const printed = (field.arguments ?? []).map((argument) => print(argument));
  return printed.length > 1 ? printed.sort().join(',') : (printed[0] ?? '');
}

/** What section 5.3.2 of the specification, SameResponseShape, compares: wrappers, and the type of a leaf. */
function shapeOf(type: GraphQLOutputType): string {
  if (isNonNullType(type)) return `${shapeOf(type.ofType)}!`;
  if (isListType(type)) return `[${shapeOf(type.ofType)}]`;
  const named = getNamedType(type);
  return isLeafType(named) ? named.name : '{}';
}
