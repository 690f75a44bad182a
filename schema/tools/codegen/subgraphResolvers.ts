import * as add from '@graphql-codegen/add';
import type { CodegenPlugin, Types } from '@graphql-codegen/plugin-helpers';
import * as typescript from '@graphql-codegen/typescript';
import * as typescriptResolvers from '@graphql-codegen/typescript-resolvers';
import { buildASTSchema } from 'graphql';
import type { SubgraphSchema } from '../loadSubgraphSchemas.ts';
import { loadSubgraphSchemas } from '../loadSubgraphSchemas.ts';
import { projectRoot } from '../projectRoot.ts';
import { generatedMark } from './generatedMark.ts';
import { parentMappers } from './parentMappers.ts';
import { scalarTypes } from './scalarTypes.ts';

const pluginMap: Record<string, CodegenPlugin> = { add, typescript, typescriptResolvers };

/**
 * Preset of GraphQL Code Generator that writes the resolver types of each subgraph in `supergraph.yaml` into
 * `<baseOutputDir>/<domain>.ts`. It reads the SDL through our loader, so that codegen and composition see the same.
 */
export const preset: Types.OutputPreset = {
  buildGeneratesSection: ({ baseOutputDir }) =>
    loadSubgraphSchemas(projectRoot).map((subgraph) => resolverTypes(subgraph, baseOutputDir)),
};

/** Members of result unions need no `__typename`: the subgraph kit names the one member that is no failure. */
function resolverTypes(subgraph: SubgraphSchema, outputDir: string): Types.GenerateOptions {
  const schemaAst = buildASTSchema(subgraph.document, { assumeValidSDL: true });
  const typeNames = new Set(Object.keys(schemaAst.getTypeMap()));
  return {
    filename: `${outputDir}${subgraph.name}.ts`,
    schema: subgraph.document,
    schemaAst,
    documents: [],
    pluginMap,
    plugins: [
      { add: { content: generatedMark(`${subgraph.schemaFile} and subgraphs/${subgraph.name}/api/parents.ts`) } },
      { typescript: {} },
      { typescriptResolvers: {} },
    ],
    config: {
      federation: true,
      disableFederationDirectiveAndScalarInjection: true,
      useTypeImports: true,
      enumsAsTypes: true,
      strictScalars: true,
      scalars: { ...scalarTypes, federation__Scope: 'string', federation__FieldSet: 'string' },
      contextType: '\\#kit/requestContext.ts#RequestContext',
      mappers: parentMappers(projectRoot, subgraph.name, typeNames),
    },
  };
}
