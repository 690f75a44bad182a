import type { ErrorForClient } from '../execute/compiledOperation.ts';

/** The one answer to an operation: a JSON object. */
export class Answer {
  json: string;
  /** Whether it carries errors, for the log. */
  readonly failed: boolean;

  constructor(json: string, failed: boolean) {
    this.json = json;
    this.failed = failed;
  }

  /** Gives the text for sending and forgets it: what has waited for the answer may be kept longer than the answer. */
  take(): string {
    const { json } = this;
    this.json = '';
    return json;
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
  static executed(json: string, failed: boolean, requestId: string, extensions?: object): Answer {
    if (!failed && !extensions) return new Answer(json, false);
    const added = JSON.stringify({ ...(failed && { requestId }), ...extensions });
    return new Answer(`${json.slice(0, -1)},"extensions":${added}}`, failed);
  }
}
