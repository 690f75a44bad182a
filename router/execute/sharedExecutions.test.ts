import { expect, test } from '@jest/globals';
import type { CompiledOperation, ExecutionAnswer, ExecutionRequest } from './compiledOperation.ts';
import { SharedExecutions } from './sharedExecutions.ts';

/** An operation whose executions end when the test says so. */
function operation() {
  const executions: { request: ExecutionRequest; answer(json: string): void }[] = [];
  const execute = (request: ExecutionRequest) =>
    new Promise<ExecutionAnswer>((resolve) => {
      const answer = (json: string) => resolve({ json, errors: [], toResult: () => JSON.parse(json) });
      executions.push({ request, answer });
    });
  return { executions, compiled: { execute } as CompiledOperation };
}

const request = (signal?: AbortSignal): ExecutionRequest => ({
  variables: {},
  headers: () => ({}),
  ...(signal && { signal }),
});

test('equal requests in flight are executed once, later ones and others by themselves', async () => {
  const { executions, compiled } = operation();
  const shared = new SharedExecutions();
  const one = shared.run(compiled, 't', 'k', request());
  const two = shared.run(compiled, 't', 'k', request());
  const other = shared.run(compiled, 't', 'l', request());
  const foreign = shared.run(compiled, 'u', 'k', request());
  expect(executions).toHaveLength(3);
  executions.forEach(({ answer }, index) => {
    answer(`${index}`);
  });
  const answers = await Promise.all([one, two, other, foreign]);
  expect(answers.map(({ json }) => json)).toEqual(['0', '0', '1', '2']);
  void shared.run(compiled, 't', 'k', request());
  expect(executions).toHaveLength(4);
});

test('nobody joins what ran before a change in its scope', () => {
  const { executions, compiled } = operation();
  const shared = new SharedExecutions();
  void shared.run(compiled, 't', 'k', request());
  shared.close('t');
  void shared.run(compiled, 't', 'k', request());
  void shared.run(compiled, 't', 'k', request());
  expect(executions).toHaveLength(2);
});

test('an execution is cancelled when all have left, not when some have', () => {
  const { executions, compiled } = operation();
  const shared = new SharedExecutions();
  const [first, second] = [new AbortController(), new AbortController()];
  void shared.run(compiled, 't', 'k', request(first.signal));
  void shared.run(compiled, 't', 'k', request(second.signal));
  first.abort();
  expect(executions[0]?.request.signal?.aborted).toBe(false);
  second.abort();
  expect(executions[0]?.request.signal?.aborted).toBe(true);
  void shared.run(compiled, 't', 'k', request());
  expect(executions).toHaveLength(2);
});

test('an execution whose only caller left before it began is cancelled, with another caller it is not', () => {
  const { executions, compiled } = operation();
  const shared = new SharedExecutions();
  void shared.run(compiled, 't', 'k', request(AbortSignal.abort()));
  expect(executions[0]!.request.signal?.aborted).toBe(true);
  void shared.run(compiled, 't', 'k', request(new AbortController().signal));
  void shared.run(compiled, 't', 'k', request(AbortSignal.abort()));
  expect(executions).toHaveLength(2);
  expect(executions[1]!.request.signal?.aborted).toBe(false);
});
