import { createHash } from 'node:crypto';
import { CodedError } from '#platform/errors/codedError.ts';
import { isUuid } from '../validation/isUuid.ts';

/** Where a page ended: the ordering column's value as PostgreSQL writes it, and the row's id. */
export interface Position {
  readonly value: string;
  readonly id: string;
}

/** Longest text that can be a cursor. */
const maxLength = 2_048;

/**
 * Gives a short fingerprint of a list. It binds a cursor to the tenant, the list, its conditions and its ordering.
 *
 * It is no secret and need not be one: a cursor only says where to go on within rows that the tenant may see anyway,
 * and its parts travel as parameters. It catches cursors of other tenants, other lists and other orderings.
 */
export function fingerprint(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16);
}

/** Writes a cursor, opaque to clients. */
export function encodeCursor(list: string, { value, id }: Position): string {
  return Buffer.from(JSON.stringify([list, value, id])).toString('base64url');
}

/**
 * Reads a cursor of the list with that fingerprint.
 *
 * @throws CodedError CURSOR_INVALID for anything else
 */
export function decodeCursor(list: string, cursor: string): Position {
  const [writtenFor, value, id, ...more] = partsOf(cursor);
  if (writtenFor !== list || typeof value !== 'string' || !isUuid(id) || more.length > 0) {
    throw new CodedError('CURSOR_INVALID');
  }
  return { value, id };
}

function partsOf(cursor: string): unknown[] {
  if (cursor.length > maxLength) return [];
  const bytes = Buffer.from(cursor, 'base64url');
  // The decoder passes over characters that it does not know or need; a cursor is taken only as it was written.
  if (bytes.toString('base64url') !== cursor) return [];
  try {
    const parts: unknown = JSON.parse(bytes.toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}

/**
 * Gives CURSOR_INVALID for PostgreSQL's data exceptions (SQLSTATE class 22), other errors as they are: the value in a
 * cursor that somebody put together by hand need not fit the ordering column's type.
 */
export function asCursorFault(error: unknown): unknown {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && code.startsWith('22') ? new CodedError('CURSOR_INVALID', { cause: error }) : error;
}
