import type { ExecutionAnswer, ExecutionRequest } from '../compiledOperation.ts';
import type { GatherContext } from '../gather/gathering.ts';
import { type AnswerMemo, memoKey } from './answerMemo.ts';
import { RecordedAnswer } from './recordedAnswer.ts';
import { Replay } from './replay.ts';

/** Executes a request over some way to its subgraphs, and maybe writes down what is asked. */
export type Run = (
  over: Pick<GatherContext, 'transport' | 'recorder'>,
  request: ExecutionRequest,
) => Promise<ExecutionAnswer>;

/**
 * Executes by a recording as long as subgraphs answer as they did when it was made, and else by `run`; what was asked
 * until then is not asked again.
 *
 * @param operation number of the operation
 */
export function memoized(
  memo: AnswerMemo,
  operation: number,
  context: Pick<GatherContext, 'steps' | 'transport'>,
  run: Run,
  request: ExecutionRequest,
): Promise<ExecutionAnswer> {
  const { transport } = context;
  const key = context.steps.length > 0 ? memoKey(operation, request.scope ?? '', request.variables) : undefined;
  if (key === undefined) return run({ transport }, request);
  const { recording, recorder } = memo.begin(key);
  if (recording) {
    return new Promise((resolve, reject) => {
      new Replay(context, recording, request, {
        held() {
          memo.held(recording);
          resolve(new RecordedAnswer(recording.answer));
        },
        failed(rest) {
          memo.failed(key, recording);
          run({ transport: rest }, request).then(resolve, reject);
        },
      }).start();
    });
  }
  const answer = run({ transport, recorder }, request);
  return recorder
    ? answer.then((given) => {
        memo.add(key, recorder.recordingOf(given));
        return given;
      })
    : answer;
}
