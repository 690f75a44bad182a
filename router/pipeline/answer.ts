import type { ErrorForClient, ExecutionAnswer } from '../execute/compiledOperation.ts';

/** The one answer to an operation: a JSON object. */
export class Answer {
  /** Whether it carries errors, for the log. */
  readonly failed: boolean;
  #body: string | Buffer;

  /** @param body text, or its bytes where they are there already */
  constructor(body: string | Buffer, failed: boolean) {
    this.#body = body;
    this.failed = failed;
  }

  get json(): string {
    return this.#body.toString();
  }

  /** Gives the text or its bytes for sending and forgets it: what has waited for the answer may be kept longer than the answer. */
  take(): string | Buffer {
    const body = this.#body;
    this.#body = '';
    return body;
  }

  /** The answer that a result object amounts to; plugins work on objects. */
  static of(result: unknown): Answer {
    return new Answer(JSON.stringify(result), (result as { errors?: unknown } | null)?.errors !== undefined);
  }

  /** The answer of a request that was refused; it names the request, so that a report of it can be found in the log. */
  static refusal(errors: readonly ErrorForClient[], requestId: string): Answer {
    return new Answer(JSON.stringify({ errors, extensions: { requestId } }), true);
  }

  /** An executor's answer; with errors it names the request. */
  static executed(answer: ExecutionAnswer, requestId: string, extensions?: object): Answer {
    const failed = answer.errors.length > 0;
    if (!failed && !extensions) return new Answer(answer.bytes ?? answer.json, false);
    const added = JSON.stringify({ ...(failed && { requestId }), ...extensions });
    return new Answer(`${answer.json.slice(0, -1)},"extensions":${added}}`, failed);
  }
}
