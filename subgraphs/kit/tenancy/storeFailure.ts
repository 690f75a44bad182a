import pg from 'pg';
import { QueryFailedError } from 'typeorm';
import type { ErrorCode } from '#platform/errors/catalogue.ts';
import { CodedError } from '#platform/errors/codedError.ts';

/** SQLSTATEs that say something about the store and not about the statement (PostgreSQL, appendix A). */
const CODES: Readonly<Record<string, ErrorCode>> = {
  57014: 'STATEMENT_TIMEOUT',
  '25P03': 'STATEMENT_TIMEOUT',
  40001: 'STORE_CONTENTION',
  '40P01': 'STORE_CONTENTION',
  '55P03': 'STORE_CONTENTION',
  '57P01': 'STORE_UNAVAILABLE',
  '57P02': 'STORE_UNAVAILABLE',
  '57P03': 'STORE_UNAVAILABLE',
  53100: 'STORE_FULL',
  53200: 'STORE_UNAVAILABLE',
  53300: 'STORE_UNAVAILABLE',
  53400: 'STORE_UNAVAILABLE',
  58030: 'STORE_UNAVAILABLE',
};
const brokenMessage = /terminated|timeout|not queryable|connection error|was closed|Cannot use a pool after/i;

/** Says in the catalogue's words what a failure of the database means; errors of statements stay as they are. */
export function storeFailure(error: unknown): unknown {
  if (error instanceof QueryFailedError) return storeFailure(error.driverError);
  if (error instanceof pg.DatabaseError) {
    const code = error.code?.startsWith('08') ? 'STORE_UNAVAILABLE' : CODES[error.code ?? ''];
    return code ? new CodedError(code, { cause: error }) : error;
  }
  return isBroken(error) ? new CodedError('STORE_UNAVAILABLE', { cause: error }) : error;
}

/** Whether the connection itself failed: what was sent may have been done or not. */
export function isBroken(error: unknown): boolean {
  if (error instanceof CodedError) return error.code === 'STORE_UNAVAILABLE';
  if (error instanceof pg.DatabaseError) return false;
  const { syscall, message } = (error ?? {}) as { syscall?: string; message?: string };
  return syscall !== undefined || brokenMessage.test(message ?? '');
}
