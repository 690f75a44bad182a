import { relative, sep } from 'node:path';
import * as add from '@graphql-codegen/add';
import type { CodegenPlugin, Types } from '@graphql-codegen/plugin-helpers';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import { projectRoot } from '../projectRoot.ts';
import { generatedMark } from './generatedMark.ts';
import { scalarTypes } from './scalarTypes.ts';

const pluginMap: Record<string, CodegenPlugin> = { add, typescriptOperations, typedDocumentNode };

/**
 * Preset of GraphQL Code Generator that writes `<baseOutputDir>/<folder>.ts` with the typed documents of all `.graphql`
 * files below each top-level folder (demo, tests), validated against the API schema. Documents are strings that carry the
 * types of their result and variables, so that a client sends them as they are and needs no GraphQL library.
 */
export const preset: Types.OutputPreset = {
  buildGeneratesSection: ({ baseOutputDir, documents, schema, schemaAst }) =>
    [...byFolder(documents)].map(
      ([folder, files]): Types.GenerateOptions => ({
        filename: `${baseOutputDir}${folder}.ts`,
        schema,
        schemaAst,
        documents: files,
        pluginMap,
        plugins: [
          { add: { content: generatedMark(`${folder}/**/*.graphql and schema/generated/api.graphql`) } },
          { typescriptOperations: { enumType: 'string-literal' } },
          { typedDocumentNode: { documentMode: 'string' } },
        ],
        config: { useTypeImports: true, strictScalars: true, scalars: scalarTypes, immutableTypes: true },
      }),
    ),
};

function byFolder(documents: readonly Types.DocumentFile[]): Map<string, Types.DocumentFile[]> {
  const sorted = [...documents].sort((a, b) => ((a.location ?? '') < (b.location ?? '') ? -1 : 1));
  return Map.groupBy(sorted, ({ location }) => relative(projectRoot, location ?? '').split(sep)[0]!);
}
