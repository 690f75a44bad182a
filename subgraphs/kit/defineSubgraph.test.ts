import { describe, expect, test } from '@jest/globals';
import { defineSubgraph } from './defineSubgraph.ts';
import type { SubgraphDefinition } from './subgraphDefinition.ts';

const sound: SubgraphDefinition = {
  name: 'crm',
  entities: [],
  migrations: [
    { name: '001-leads', up: 'CREATE TABLE leads (id uuid)' },
    { name: '002-deals', up: 'CREATE TABLE deals (id uuid)' },
  ],
  resolvers: {},
};

describe('defineSubgraph', () => {
  test('gives a sound definition back', () => {
    expect(defineSubgraph(sound)).toBe(sound);
  });

  test('names every fault at once', () => {
    const define = () =>
      defineSubgraph({ ...sound, name: 'C rm', migrations: [sound.migrations[1]!, { name: '001-leads', up: ' ' }] });
    expect(define).toThrow(expect.objectContaining({ code: 'DEFINITION_INVALID' }));
    expect(define).toThrow(/name "C rm".*order of their numbers.*"001-leads" is empty/);
  });

  test('refuses two consumers of one name: the inbox knows repetitions by it', () => {
    const consumer = { name: 'same', topic: 'lead.created' as const, handle: async () => {} };
    expect(() => defineSubgraph({ ...sound, consumers: [consumer, consumer] })).toThrow(/"same" is defined twice/);
  });
});
