import { describe, expect, test } from '@jest/globals';
import { makeCursorKeys, parseCursorKeys } from './cursorKeys.ts';
import { createCursorSealer } from './cursorSealer.ts';

const owner = { tenantId: '01890000-0000-7000-8000-00000000ac3e', userId: '01890000-0000-7000-8000-0000000000aa' };
const vector = { 'deal.stage.changed': { 0: '7', 1: '123456789012', 3: '0' } };
const topic = 'deal.stage.changed';
const text = makeCursorKeys();
const sealer = createCursorSealer(parseCursorKeys(text));

describe('a cursor', () => {
  test('gives back to its owner the position that was sealed, for the topic that is asked for', () => {
    const both = sealer.cursor(owner, { ...vector, 'lead.created': { 0: '1' } });
    expect(sealer.open(both, owner, topic)).toEqual({ vector });
    expect(sealer.open(both, owner, 'lead.created')).toEqual({ vector: { 'lead.created': { 0: '1' } } });
  });

  test('is short, shows no offset, and looks different each time', () => {
    const [one, two] = [sealer.cursor(owner, vector), sealer.cursor(owner, vector)];
    expect(one).not.toBe(two);
    expect(one.length).toBeLessThan(160);
    expect(Buffer.from(one, 'base64url').toString('latin1')).not.toContain('deal.stage');
  });

  test.each([
    ['other-user', { ...owner, userId: '01890000-0000-7000-8000-0000000000ab' }],
    ['other-tenant', { ...owner, tenantId: '01890000-0000-7000-8000-00000061b0e8' }],
  ])('is refused as %s', (refused, other) => {
    expect(sealer.open(sealer.cursor(owner, vector), other, topic)).toEqual({ refused });
  });

  test('is refused for a topic that it does not cover, and for names that every object has', () => {
    for (const other of ['lead.created', 'constructor', '__proto__']) {
      expect(sealer.open(sealer.cursor(owner, vector), owner, other)).toEqual({ refused: 'other-topic' });
    }
  });

  test('is refused with any one character changed, removed or added', () => {
    const cursor = sealer.cursor(owner, vector);
    for (let at = 0; at < cursor.length; at++) {
      const other = cursor[at] === 'A' ? 'B' : 'A';
      for (const put of [other, '', `${cursor[at]}A`]) {
        const changed = cursor.slice(0, at) + put + cursor.slice(at + 1);
        expect(sealer.open(changed, owner, topic).refused).toBeDefined();
      }
    }
  });

  test('cannot be made of parts of two: the position of one, the binding of the other', () => {
    const mine = sealer.cursor(owner, vector);
    const theirs = sealer.cursor({ ...owner, userId: '01890000-0000-7000-8000-0000000000ab' }, vector);
    expect(sealer.open(`${theirs.split('.')[0]}.${mine.split('.')[1]}`, owner, topic)).toEqual({
      refused: 'other-user',
    });
  });

  test.each(['', '.', 'x', 'a.b', `${'A'.repeat(80)}.${'A'.repeat(22)}`, `${'A'.repeat(20_000)}.${'A'.repeat(22)}`])(
    'that is no cursor is refused (%#)',
    (nonsense) => {
      expect(sealer.open(nonsense, owner, topic)).toEqual({ refused: 'malformed' });
    },
  );
});

describe('keys', () => {
  test('rotate: the old key opens as long as it is listed, the new one seals', () => {
    const fresh = makeCursorKeys();
    const both = createCursorSealer(parseCursorKeys(fresh + text));
    const alone = createCursorSealer(parseCursorKeys(fresh));
    const old = sealer.cursor(owner, vector);
    expect(both.open(old, owner, topic)).toEqual({ vector });
    expect(alone.open(old, owner, topic)).toEqual({ refused: 'unknown-key' });
    expect(alone.open(both.cursor(owner, vector), owner, topic)).toEqual({ vector });
  });

  test('a file that is no list of keys is refused by its line', () => {
    expect(() => parseCursorKeys(`${text}short\n`)).toThrow('Line 2');
    expect(() => parseCursorKeys('\n')).toThrow('no key');
  });
});
