import { CodedError } from '#platform/errors/codedError.ts';

/**
 * The verbs of a tenant session. A list of what is allowed, because what could leave the session (SET, RESET, DO, CALL,
 * COMMIT, PREPARE, EXECUTE, LISTEN, DISCARD, COPY …) grows with PostgreSQL's versions. A statement begins with its
 * verb: a comment before it is refused, since PostgreSQL nests comments and a pattern cannot follow that.
 */
const allowedStatement = /^[\s(]*(?:select|insert|update|delete|merge|with|values|table)\b/i;
const savepointStatement =
  /^\s*(?:savepoint|release\s+savepoint|rollback\s+to\s+savepoint)\s+[a-z_][a-z0-9_]*\s*;?\s*$/i;

/**
 * Lets a statement of a READ ONLY session pass or throws: as `guardStatement`, without savepoints, since there is nothing
 * to go back to.
 *
 * @throws CodedError STATEMENT_REFUSED
 */
export function guardRead(sql: unknown): asserts sql is string {
  if (typeof sql === 'string' && allowedStatement.test(sql)) return;
  throw new CodedError('STATEMENT_REFUSED');
}

/**
 * Lets a statement of a tenant session pass or throws. PostgreSQL does the rest: the extended protocol takes one
 * statement at a time, and the tenant's role may not execute the functions that would change its session.
 *
 * @throws CodedError STATEMENT_REFUSED
 */
export function guardStatement(sql: unknown): asserts sql is string {
  if (typeof sql === 'string' && (allowedStatement.test(sql) || savepointStatement.test(sql))) return;
  throw new CodedError('STATEMENT_REFUSED');
}
