/** What sharing does with one kind of object again and again, compiled for its fields. */
export interface ObjectAccess {
  /** The value of the key field. */
  key(object: Shape): unknown;
  /** Whether all fields are identical; lists are when their elements are. */
  same(one: Shape, other: Shape): boolean;
}

/** An object as a subgraph answered it. */
export type Shape = Readonly<Record<string, unknown>>;

/**
 * Compiles access to the fields of one kind of object: generated code, which the engine turns into direct loads, or
 * closures where code generation is not allowed.
 *
 * @param fields names of GraphQL response keys, so plain words
 */
export function compileObjectAccess(key: string, fields: readonly string[], generate: boolean): ObjectAccess {
  return generate ? generatedAccess(key, fields) : closureAccess(key, fields);
}

function closureAccess(key: string, fields: readonly string[]): ObjectAccess {
  return {
    key: (object) => object[key],
    same: (one, other) => fields.every((field) => sameValue(one[field], other[field])),
  };
}

function generatedAccess(key: string, fields: readonly string[]): ObjectAccess {
  const tests = fields.map((field) => {
    const name = JSON.stringify(field);
    return `(a[${name}]===b[${name}]||sameList(a[${name}],b[${name}]))`;
  });
  const make = new Function(
    'sameList',
    `return{key:function(o){return o[${JSON.stringify(key)}]},same:function(a,b){return ${tests.join('&&') || 'true'}}}`,
  ) as (same: typeof sameList) => ObjectAccess;
  return make(sameList);
}

function sameValue(one: unknown, other: unknown): boolean {
  return one === other || sameList(one, other);
}

function sameList(one: unknown, other: unknown): boolean {
  if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
  for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) return false;
  return true;
}
