import type { ExecutionResult } from 'graphql';
import type { ExecutionAnswer } from '../compiledOperation.ts';

/** An answer from its bytes; the text is made only for those who need one. */
export class RecordedAnswer implements ExecutionAnswer {
  readonly bytes: Buffer;
  readonly errors = [];

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  get json(): string {
    return this.bytes.toString();
  }

  toResult(): ExecutionResult {
    return JSON.parse(this.json) as ExecutionResult;
  }
}
