import { describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { BoundedCache } from './boundedCache.ts';
import { defaultDocumentLimits, exceededLimits } from './documentLimits.ts';
import { DocumentStore } from './documentStore.ts';

describe('bounded cache', () => {
  test('keeps what was used last, by number and by weight', () => {
    const cache = new BoundedCache<number>(2, 10);
    cache.set('a', 1, 3);
    cache.set('b', 2, 3);
    expect(cache.get('a')).toBe(1);
    cache.set('c', 3, 3);
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([1, undefined, 3]);
    cache.set('d', 4, 8);
    expect([cache.get('a'), cache.get('c'), cache.get('d')]).toEqual([undefined, undefined, 4]);
    cache.set('too heavy', 5, 11);
    expect(cache.statistics).toEqual({ size: 0, hits: 4, misses: 3 });
  });
});

describe('document limits', () => {
  const limits = { ...defaultDocumentLimits, depth: 3, aliases: 2, rootFields: 2, selections: 12 };
  const codes = (text: string) => exceededLimits(parse(text), limits).map(({ extensions }) => extensions.code);

  test.each([
    ['{ a { b { c } } }', []],
    ['{ a { b { c { d } } } }', ['LIMIT_DEPTH']],
    ['{ a { ...F } } fragment F on T { b { ... { c { d } } } }', ['LIMIT_DEPTH']],
    ['{ x: a { y: b z: c } }', ['LIMIT_ALIASES']],
    ['{ a { ...F ...F } } fragment F on T { x: b y: c }', ['LIMIT_ALIASES']],
    ['{ ...F c } fragment F on T { a b }', ['LIMIT_ROOT_FIELDS']],
    ['{ a { ...F ...F ...F } } fragment F on T { b c d }', ['LIMIT_SELECTIONS']],
    ['{ ...F } fragment F on T { a { ...F } }', []],
    ['query A { a } query B { a b c }', ['LIMIT_ROOT_FIELDS']],
  ])('%s', (text, expected) => {
    expect(codes(text)).toEqual(expected);
  });
});

describe('document store', () => {
  test('tells operations of one text apart, and texts that look like name and text', () => {
    const store = new DocumentStore(defaultDocumentLimits);
    const text = 'query A { a } query B { b }';
    const a = store.begin(text, 'A', store.parse(text));
    expect(store.find(text, 'A')).toBe(a);
    expect(store.find(text, 'B')).toBeUndefined();
    expect(store.find(`1:A${text}`, undefined)).toBeUndefined();
    expect(store.parse(text)).toBe(a.document);
  });

  test('does not keep what a plugin put in the place of the document', () => {
    const store = new DocumentStore(defaultDocumentLimits);
    store.parse('{ a }');
    store.begin('{ a }', undefined, parse('{ b }'));
    expect(store.find('{ a }', undefined)).toBeUndefined();
  });
});
