import type { CompiledOperation, ExecutionAnswer, ExecutionRequest } from './compiledOperation.ts';

/** An execution that several requests wait for. */
interface Shared {
  readonly answer: Promise<ExecutionAnswer>;
  readonly controller: AbortController;
  waiting: number;
}

type Running = Map<CompiledOperation, Map<string, Shared>>;

/**
 * Executes equal queries that are in flight at the same time once. Who may share is said by a key of the caller's; a scope
 * (a tenant) is closed by each of its mutations, so that whoever asks after a change never gets what was read before it.
 */
export class SharedExecutions {
  readonly #scopes = new Map<string, Running>();

  /** Begins anew: what is asked from now on in that scope does not join what runs already. */
  close(scope: string): void {
    this.#scopes.delete(scope);
  }

  /**
   * @param key equal for requests that must get the same answer
   * @returns the answer, which others may hold as well, so that it must not be released
   */
  run(operation: CompiledOperation, scope: string, key: string, request: ExecutionRequest): Promise<ExecutionAnswer> {
    const operations: Running = this.#scopes.get(scope) ?? new Map();
    const running = operations.get(operation) ?? new Map<string, Shared>();
    this.#scopes.set(scope, operations);
    operations.set(operation, running);
    const known = running.get(key);
    if (known && !known.controller.signal.aborted) return join(known, request.signal);

    const controller = new AbortController();
    const answer = operation.execute({ ...request, signal: controller.signal });
    const shared: Shared = { answer, controller, waiting: 0 };
    running.set(key, shared);
    const leave = (): void => {
      if (running.get(key) === shared) running.delete(key);
      if (running.size === 0 && operations.get(operation) === running) operations.delete(operation);
      if (operations.size === 0 && this.#scopes.get(scope) === operations) this.#scopes.delete(scope);
    };
    answer.then(leave, leave);
    return join(shared, request.signal);
  }
}

/** The execution is cancelled when the last of those who wait for it has left; also one who left before it began. */
function join(shared: Shared, signal: AbortSignal | undefined): Promise<ExecutionAnswer> {
  shared.waiting++;
  const leave = (): void => {
    if (--shared.waiting === 0) shared.controller.abort();
  };
  if (signal?.aborted) leave();
  else signal?.addEventListener('abort', leave, { once: true });
  return shared.answer;
}
