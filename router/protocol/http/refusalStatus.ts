import type { RequestRefused } from '../../errors/requestRefused.ts';
import type { AnswerType } from './mediaType.ts';

/** Faults of the GraphQL request itself, as distinct from faults of HTTP and from refused access. */
const requestErrors =
  /^(GRAPHQL_|LIMIT_|PERSISTED_QUERY_|OPERATION_NOT_FOUND$|BAD_USER_INPUT$|INTROSPECTION_DISABLED$)/;

/**
 * The HTTP status of a refusal. `application/json` says 200 for every well-formed request, since clients of that type
 * cannot tell a GraphQL answer from another program's page by its status; `application/graphql-response+json` says what it is.
 *
 * @see https://graphql.github.io/graphql-over-http/draft/#sec-Status-Codes
 */
export function refusalStatus(refused: RequestRefused, type: AnswerType): number {
  return type !== 'application/graphql-response+json' && requestErrors.test(refused.code) ? 200 : refused.status;
}
