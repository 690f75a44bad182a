import { Supergraph } from '@apollo/federation-internals';
import { expect, test } from '@jest/globals';
import { lexicographicSortSchema, parse, printSchema } from 'graphql';
import { composeWorld, worldNames } from '#tests/reference/world/composeWorld.ts';
import { apiSchemaOf } from './apiSchema.ts';

test('the API schema is the one that Apollo derives, for every supergraph of the reference tests', async () => {
  for (const name of await worldNames()) {
    const { supergraphSdl } = await composeWorld(name, { nulls: 0, errors: 0, missing: 0 });
    const theirs = Supergraph.build(supergraphSdl, { supportedFeatures: null }).apiSchema().toGraphQLJSSchema();
    const ours = apiSchemaOf(parse(supergraphSdl));
    expect(printSchema(lexicographicSortSchema(ours))).toBe(printSchema(lexicographicSortSchema(theirs)));
  }
});

test('names of specifications may be renamed by import or prefix', () => {
  const schema = apiSchemaOf(
    parse(`
      schema
        @link(url: "https://specs.apollo.dev/link/v1.0")
        @link(url: "https://specs.apollo.dev/inaccessible/v0.2", import: [{ name: "@inaccessible", as: "@hidden" }])
        @link(url: "https://specs.example.org/own/v1.0", as: "ours", import: ["@mark"]) { query: Query }
      directive @link(url: String, as: String, import: [String]) repeatable on SCHEMA
      directive @hidden on FIELD_DEFINITION | OBJECT
      directive @mark on FIELD_DEFINITION
      directive @ours__more on FIELD_DEFINITION
      directive @client on FIELD
      scalar ours__Value
      type Query { seen: Int @mark secret: Int @hidden old: Int @deprecated(reason: "so") either: Either }
      type Secret @hidden { a: Int }
      type Open { a: Int }
      union Either = Secret | Open
    `),
  );
  expect(printSchema(schema)).toBe(
    [
      'directive @client on FIELD\n',
      'type Query {\n  seen: Int\n  old: Int @deprecated(reason: "so")\n  either: Either\n}\n',
      'type Open {\n  a: Int\n}\n',
      'union Either = Open',
    ].join('\n'),
  );
});
