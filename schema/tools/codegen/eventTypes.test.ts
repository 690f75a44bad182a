import { expect, test } from '@jest/globals';
import { Source } from 'graphql';
import { parseEvents } from '../events/readEvents.ts';
import { renderEventTypes } from './eventTypes.ts';

const sdl = `"A note was taken; */ even so."
type NoteTaken @event(topic: "note.taken", version: "1.2.0", key: "note_id") {
  note_id: ID!
  text: String @pii
  tags: [String!]!
  weight: Float
}`;

const generated = renderEventTypes(parseEvents('notes', new Source(sdl, 'notes/events.graphql')));

test('types the payload: optional fields are null, lists are read-only', () => {
  expect(generated).toContain(
    'export interface NoteTaken {\n  note_id: string;\n  text: string | null;\n  tags: readonly string[];\n  weight: number | null;\n}',
  );
  expect(generated).toContain("'note.taken': NoteTaken;");
});

test('no description ends the comment that it stands in', () => {
  expect(generated).toContain('/** A note was taken; * / even so. Topic `note.taken`');
});

test('keeps the contract for run time', () => {
  expect(generated).toContain(
    "topic: 'note.taken', type: 'NoteTaken', domain: 'notes', version: '1.2.0', key: 'note_id',",
  );
  expect(generated).toContain("{ name: 'text', type: 'String', required: false, list: false, pii: true },");
  expect(generated).toContain("{ name: 'tags', type: 'String', required: true, list: true, pii: false },");
});
