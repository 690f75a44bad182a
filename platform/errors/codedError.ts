import { catalogue, type ErrorCode, type ErrorEntry } from './catalogue.ts';

/** What may accompany a code: a message for this very case, the cause, and facts for the receiver. */
export interface CodedErrorOptions {
  readonly message?: string;
  readonly cause?: unknown;
  readonly details?: Record<string, unknown>;
}

/** An error of the catalogue. Its message defaults to the catalogue's; its `extensions` go into GraphQL errors. */
export class CodedError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown> | undefined;

  constructor(code: ErrorCode, options: CodedErrorOptions = {}) {
    super(
      options.message ?? catalogue[code].message,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.name = 'CodedError';
    this.code = code;
    this.details = options.details;
  }

  /** The catalogue's entry: audience, HTTP status, whether a repetition may help. */
  get entry(): ErrorEntry {
    return catalogue[this.code];
  }

  /** The `extensions` of a GraphQL error; details never overwrite code or retryable. */
  get extensions(): { code: ErrorCode; retryable: boolean; [detail: string]: unknown } {
    return { ...this.details, code: this.code, retryable: this.entry.retryable };
  }
}
