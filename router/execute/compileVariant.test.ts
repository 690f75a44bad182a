import { expect, test } from '@jest/globals';
import { type OperationDefinitionNode, parse } from 'graphql';
import { nullLogger } from '#platform/logs/nullLogger.ts';
import { inProcessTransport } from '#tests/reference/inProcessTransport.ts';
import { composeWorld } from '#tests/reference/world/composeWorld.ts';
import { createPlanner } from '../plan/planner.ts';
import { apiSchemaOf } from '../supergraph/apiSchema.ts';
import { entityKeysOf } from '../supergraph/entityKeys.ts';
import { supergraphDocument } from '../supergraph/supergraphDocument.ts';
import { typeRelationsOf } from '../supergraph/typeRelations.ts';
import { compileVariants } from './compileVariant.ts';
import { assignDataKeys } from './operation/assignDataKeys.ts';

test('what conditions exclude nothing of is planned once', async () => {
  const shop = await composeWorld('shop', { nulls: 0, errors: 0, missing: 0 });
  const supergraph = supergraphDocument(shop.supergraphSdl);
  const apiSchema = apiSchemaOf(supergraph);
  const planner = createPlanner(shop.supergraphSdl);
  const asked: string[] = [];
  const keys = entityKeysOf(supergraph);
  const types = typeRelationsOf(supergraph);
  const [operation] = parse(
    'query ($all: Boolean!) { products { name __typename @skip(if: $all) weight @include(if: $all) } }',
  ).definitions as [OperationDefinitionNode];
  const variants = compileVariants(
    {
      apiSchema,
      planner: {
        ...planner,
        plan(text) {
          asked.push(text);
          return planner.plan(text);
        },
      },
      types,
      keys,
      keyNames: keys.names,
      required: new Set(),
      generateCode: false,
      transport: inProcessTransport(shop.subgraphs),
      logger: nullLogger,
    },
    {
      operation,
      fragments: new Map(),
      keys: assignDataKeys(apiSchema, operation, new Map(), new Set()),
      types,
      depended: keys.names,
    },
  );
  const all = variants.for({ all: true });
  expect(asked).toHaveLength(1);
  expect(all.graph).toBe(variants.complete.graph);
  expect(all.write).not.toBe(variants.complete.write);
  expect(variants.for({ all: true })).toBe(all);

  const some = variants.for({ all: false });
  expect(asked).toHaveLength(2);
  expect(asked[1]).not.toContain('weight');
  expect(some.graph).not.toBe(all.graph);
});
