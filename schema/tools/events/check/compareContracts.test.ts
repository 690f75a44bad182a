import { expect, test } from '@jest/globals';
import { Source } from 'graphql';
import { parseEvents } from '../readEvents.ts';
import { contractOf } from '../release/releasedContracts.ts';
import { compareContracts } from './compareContracts.ts';

const sdl = `type NoteTaken @event(topic: "note.taken", version: "1.0.0", key: "note_id") {
  note_id: ID!
  tenant_id: ID!
  text: String! @pii
  title: String
  pages: Int!
  price: Decimal
  taken_at: DateTime!
}`;
const contracts = (text: string) => parseEvents('notes', new Source(text)).map(contractOf);
const changes = (...replacements: [string, string][]) =>
  compareContracts(contracts(sdl), contracts(replacements.reduce((text, [from, to]) => text.replace(from, to), sdl)));
const [backward, broken] = [undefined, expect.any(String)];

test('finds nothing in what is equal, in whatever order the fields stand', () => {
  expect(changes()).toEqual([]);
  expect(changes(['  note_id: ID!\n  tenant_id: ID!', '  tenant_id: ID!\n  note_id: ID!'])).toEqual([]);
});

test.each([
  [
    'an optional field more',
    '  pages',
    '  note: String\n  pages',
    'field note: String is new',
    'minor',
    backward,
    undefined,
  ],
  [
    'a required field more',
    '  pages',
    '  note: String!\n  pages',
    'field note: String! is new',
    'major',
    broken,
    undefined,
  ],
  ['a field less', '  pages: Int!\n', '', 'field pages is removed', 'major', backward, 'pages'],
  [
    'a wider number',
    'pages: Int!',
    'pages: Float!',
    'field pages is Float! instead of Int!',
    'major',
    backward,
    'pages',
  ],
  [
    'a narrower number',
    'pages: Int!',
    'pages: String!',
    'field pages is String! instead of Int!',
    'major',
    broken,
    'pages',
  ],
  ['a list', 'pages: Int!', 'pages: [Int!]!', 'field pages is [Int!]! instead of Int!', 'major', broken, 'pages'],
  [
    'an amount as text',
    'price: Decimal',
    'price: String',
    'field price is String instead of Decimal',
    'major',
    broken,
    'price',
  ],
  [
    'a value that may be null',
    'pages: Int!',
    'pages: Int',
    'field pages is Int instead of Int!',
    'major',
    backward,
    'pages',
  ],
  [
    'a value that must be',
    'title: String',
    'title: String!',
    'field title is String! instead of String',
    'major',
    broken,
    'title',
  ],
  [
    'a field that becomes personal',
    'title: String',
    'title: String @pii',
    'field title is personal data from now on',
    'major',
    backward,
    'title',
  ],
  [
    'a field that is personal no more',
    'String! @pii',
    'String!',
    'field text is personal data no more',
    'minor',
    backward,
    undefined,
  ],
  [
    'another key',
    'key: "note_id"',
    'key: "title"',
    expect.stringContaining('keyed by title instead of note_id'),
    'major',
    backward,
    'all',
  ],
  [
    'another name',
    'type NoteTaken',
    'type NoteMade',
    expect.stringContaining('notes.NoteMade instead of'),
    'major',
    broken,
    'all',
  ],
])('%s', (_what, from, to, what, bump, backwardFault, breaksReadersOf) => {
  const [change, ...others] = changes([from, to]);
  expect(others).toEqual([]);
  expect(change).toMatchObject({ topic: 'note.taken', what, bump });
  expect(change!.backwardFault).toEqual(backwardFault);
  expect(change!.breaksReadersOf).toEqual(breaksReadersOf);
});

test('events come and go', () => {
  expect(compareContracts([], contracts(sdl))).toEqual([
    { topic: 'note.taken', what: 'the event is new', bump: 'minor' },
  ]);
  expect(compareContracts(contracts(sdl), [])).toEqual([
    { topic: 'note.taken', what: 'the event is removed', bump: 'major', breaksReadersOf: 'all' },
  ]);
});
