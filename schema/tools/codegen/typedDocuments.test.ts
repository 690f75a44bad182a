import { join } from 'node:path';
import { generate } from '@graphql-codegen/cli';
import { expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { projectRoot } from '../projectRoot.ts';
import { preset } from './typedDocuments.ts';

const schema = 'enum Kind { CALL MAIL } type Note { id: ID! kind: Kind at: String } type Query { note(id: ID!): Note }';
const document = (file: string, text: string) => ({ location: join(projectRoot, file), document: parse(text) });

const documents = [
  document('tests/whole/note.graphql', 'query TestNote { note(id: "1") { id } }'),
  document('demo/z.graphql', 'query Note($id: ID!) { note(id: $id) { ...NoteParts } }'),
  document('demo/operations/a.graphql', 'fragment NoteParts on Note { kind }'),
];

/** The documents come from memory; all else is as `codegen.yml` runs it. */
async function generated(): Promise<Record<string, string>> {
  const inMemory = {
    ...preset,
    buildGeneratesSection: (options: Parameters<typeof preset.buildGeneratesSection>[0]) =>
      preset.buildGeneratesSection({ ...options, documents }),
  };
  const generates = { 'out/': { preset: inMemory, documents: [] } };
  const files = await generate({ schema, generates, silent: true, errorsOnly: true }, false);
  return Object.fromEntries(
    (files as { filename: string; content: string }[]).map(({ filename, content }) => [filename, content]),
  );
}

test('writes one module per top-level folder; fragments reach across its files', async () => {
  const files = await generated();
  expect(Object.keys(files).sort()).toEqual(['out/demo.ts', 'out/tests.ts']);
  expect(files['out/demo.ts']).toMatch(
    /NoteDocument = new TypedDocumentString\(`\s*query Note[^`]*fragment NoteParts on Note/,
  );
  expect(files['out/tests.ts']).toContain('export const TestNoteDocument');
});

test('types results and variables, enums as strings', async () => {
  const demo = (await generated())['out/demo.ts'];
  expect(demo).toMatch(/export type Kind =\s*\| 'CALL'\s*\| 'MAIL';/);
  expect(demo).toMatch(/NoteQueryVariables = Exact<\{\s*id: string;/);
  expect(demo).toContain('export type NoteQuery = { readonly note: { readonly kind: Kind | null } | null };');
});
