import { describe, expect, test } from '@jest/globals';
import { decodeCursor, encodeCursor, fingerprint } from './cursor.ts';

const position = { value: '2026-01-31 09:30:00.123456+00', id: '01890000-0000-7000-8000-00000000ac3e' };
const list = fingerprint(['tenant', 'leads', 'createdAt', 'DESC', []]);
const written = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url');

describe('cursor', () => {
  test('leads back to its position', () => {
    expect(decodeCursor(list, encodeCursor(list, position))).toEqual(position);
  });

  test.each([
    ['another tenant', fingerprint(['other', 'leads', 'createdAt', 'DESC', []])],
    ['another list', fingerprint(['tenant', 'deals', 'createdAt', 'DESC', []])],
    ['another ordering', fingerprint(['tenant', 'leads', 'createdAt', 'ASC', []])],
    ['another filter', fingerprint(['tenant', 'leads', 'createdAt', 'DESC', [{ sql: 'a = ?', values: [1] }]])],
  ])('is refused by %s', (_what, other) => {
    expect(() => decodeCursor(other, encodeCursor(list, position))).toThrow(
      expect.objectContaining({ code: 'CURSOR_INVALID' }),
    );
  });

  test.each([
    ['empty', ''],
    ['no base64url', 'a b+/='],
    ['no JSON', Buffer.from('[1,').toString('base64url')],
    ['no list', written({})],
    ['a value that is no text', written([list, 1, position.id])],
    ['an id that is no UUID', written([list, 'x', "1' OR 1=1"])],
    ['more parts', written([list, 'x', position.id, 1])],
    ['too long', encodeCursor(list, { ...position, value: 'x'.repeat(3_000) })],
  ])('is refused when it is malformed: %s', (_what, cursor) => {
    expect(() => decodeCursor(list, cursor)).toThrow(expect.objectContaining({ code: 'CURSOR_INVALID' }));
  });
});
