import { catalogue, type ErrorCode } from '#platform/errors/catalogue.ts';
import type { ErrorForClient } from '../execute/compiledOperation.ts';
import { codedErrorForClient, errorForClient } from './errorForClient.ts';

/** Thrown by a stage that ends a request before anything was executed: the answer has errors and no data. */
export class RequestRefused extends Error {
  readonly errors: readonly ErrorForClient[];
  /** HTTP headers that belong to the refusal, e.g. `allow` of a 405. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(errors: readonly ErrorForClient[], headers: Readonly<Record<string, string>> = {}) {
    super(errors[0]?.message ?? 'refused');
    this.name = 'RequestRefused';
    this.errors = errors;
    this.headers = headers;
  }

  /** A refusal with one error of the catalogue. */
  static because(
    code: ErrorCode,
    message?: string,
    details?: Record<string, unknown>,
    headers?: Record<string, string>,
  ): RequestRefused {
    return new RequestRefused([codedErrorForClient(code, message, details)], headers);
  }

  /** The refusal that a thrown value amounts to. */
  static from(error: unknown): RequestRefused {
    return error instanceof RequestRefused ? error : new RequestRefused([errorForClient(error)]);
  }

  /** Code of the first error; it decides the HTTP status. */
  get code(): ErrorCode {
    const code = this.errors[0]?.extensions.code ?? 'INTERNAL_ERROR';
    return Object.hasOwn(catalogue, code) ? (code as ErrorCode) : 'INTERNAL_ERROR';
  }

  /** HTTP status of the first error. */
  get status(): number {
    return catalogue[this.code].status;
  }
}
