import { Context, Definition, Environment } from 'bpmn-elements';
import { deserialize } from 'moddle-context-serializer';
import { limits } from '../../domain/limits.ts';
import type { CompiledModel } from '../bpmn/compiledModel.ts';
import { firstLine } from '../cel/compileCel.ts';
import type { Advance, AdvanceFailure, Command, InstanceState } from './advanceTypes.ts';
import { describeWait } from './describeWait.ts';
import { EngineExpressions } from './engineExpressions.ts';
import { EngineRun, RunawayError } from './engineRun.ts';
import { EngineScripts } from './engineScripts.ts';
import { EngineTimers } from './engineTimers.ts';
import type { EngineDefinition, EngineMessage } from './engineTypes.ts';
import { type StepChange, StepRecorder } from './stepRecorder.ts';
import { typeResolver } from './typeResolver.ts';

/**
 * Takes an instance from where it waits to its next waits, or to its end. Pure: it reads and writes nothing outside of
 * its arguments, sets no timers, and returns before it waits for anything.
 *
 * @param model an executable model
 * @param state what the last advance gave, or null to start
 * @param command what happened
 * @returns the new state and everything that is to be stored and published with it; a failure of the model is part of
 *   the result, not an exception
 */
export function advance(model: CompiledModel, state: InstanceState | null, command: Command): Advance {
  const run = new EngineRun(model, state?.variables ?? {});
  let failure: AdvanceFailure | null = null;
  let recorder: StepRecorder | null = null;
  let definition: EngineDefinition | null = null;
  try {
    definition = createDefinition(run);
    recorder = new StepRecorder(definition.broker, new Set(state?.openSteps ?? []));
    definition.broker.subscribeTmp(
      'event',
      'definition.error',
      (_, message) => {
        failure ??= failureOf(message);
      },
      { noAck: true, consumerTag: 'workflow-failure' },
    );
    execute(definition, run, state, command);
    failure ??= overLimits(definition, run) ?? deadlock(definition, run, recorder);
  } catch (error) {
    failure = { nodeId: lastNode(recorder), message: messageOf(error), ...failure };
  }
  return conclude(run, definition, recorder, failure);
}

function createDefinition(run: EngineRun): EngineDefinition {
  const environment = new Environment({
    run,
    scripts: new EngineScripts(run),
    expressions: new EngineExpressions(run),
    timers: new EngineTimers(run),
    // Each step of the engine logs, which makes the logger the one place where all steps can be counted.
    Logger: () => ({ debug: () => run.step(), warn: () => run.step(), error: () => run.step() }),
    settings: { batchSize: limits.iterations },
  } as never);
  const source = deserialize(JSON.parse(run.model.engineSource), typeResolver as never);
  return new Definition(Context(source as never, environment) as never) as unknown as EngineDefinition;
}

function execute(definition: EngineDefinition, run: EngineRun, state: InstanceState | null, command: Command): void {
  if (command.kind === 'start') {
    run.assign(command.variables);
    definition.run({ processId: command.processId });
    passMessageStart(run, command.processId);
    return;
  }
  definition.recover(state!.engine).resume();
  const wait = run.waits.get(command.executionId);
  if (wait === undefined || !wait.isOpen()) throw new Error('The instance does not wait for this.');
  keepResult(run, wait.nodeId, command);
  wait.resume(command.kind === 'resume' ? command.payload : {});
}

/** A process that starts by a message got it: that is why it was started. */
function passMessageStart(run: EngineRun, processId: string): void {
  for (const wait of [...run.waits.values()]) {
    const node = run.node(wait.nodeId);
    if (node?.type === 'bpmn:StartEvent' && node.processId === processId && wait.isOpen()) wait.resume({});
  }
}

/** Variables that a person hands in join those of the instance; what a message brings is `message`. */
function keepResult(run: EngineRun, nodeId: string, command: Command): void {
  if (command.kind !== 'resume') return;
  if (command.as === 'message') {
    run.assign({ message: command.payload });
    return;
  }
  run.assign(command.payload);
  const outputs = run.node(nodeId)?.outputs ?? [];
  const named = outputs.filter(({ from }) => from in command.payload);
  run.assign(Object.fromEntries(named.map(({ from, to }) => [to, command.payload[from]])));
}

function overLimits(definition: EngineDefinition, run: EngineRun): AdvanceFailure | null {
  const size = JSON.stringify(definition.getState()).length;
  if (size > limits.stateBytes) return { nodeId: null, message: `Its state has more than ${limits.stateBytes} bytes.` };
  const open = [...run.waits.values()].filter((wait) => wait.isOpen()).length;
  return open > limits.waits
    ? { nodeId: null, message: `It waits for more than ${limits.waits} things at once.` }
    : null;
}

/** A process that goes on without waiting for anything never ends, e.g. at a join whose other path was not taken. */
function deadlock(definition: EngineDefinition, run: EngineRun, recorder: StepRecorder): AdvanceFailure | null {
  if (!definition.isRunning || [...run.waits.values()].some((wait) => wait.isOpen())) return null;
  const at = recorder.changes.findLast(({ status }) => status === 'WAITING')?.nodeId ?? lastNode(recorder);
  return { nodeId: at, message: 'It waits for nothing that can come.' };
}

function conclude(
  run: EngineRun,
  definition: EngineDefinition | null,
  recorder: StepRecorder | null,
  failure: AdvanceFailure | null,
): Advance {
  const steps = (recorder?.changes ?? []).map((step) => explained(run, step));
  const { variables, requests } = run;
  const base = { variables, requests, failures: [], waits: [], engine: null };
  if (failure !== null)
    return { ...base, status: 'FAILED', failure, steps, requests: [], failures: failedSteps(steps, failure) };
  const failures = steps
    .filter(({ status }) => status === 'FAILED')
    .map(({ nodeId, detail }) => ({ nodeId, message: detail ?? '' }));
  if (!definition!.isRunning) return { ...base, status: 'COMPLETED', failure: null, steps, failures };
  const waits = [...run.waits.values()].filter((wait) => wait.isOpen()).map((wait) => describeWait(run, wait));
  const engine = JSON.parse(JSON.stringify(definition!.getState()));
  return { ...base, status: 'RUNNING', failure: null, steps, failures, waits, engine };
}

/** Says of a completed service task that nothing was done for it. */
function explained(run: EngineRun, step: StepChange): StepChange {
  const passed = step.status === 'COMPLETED' && run.node(step.nodeId)?.service?.kind === 'pass';
  return passed ? { ...step, detail: 'Nothing implements it here; the token passed through.' } : step;
}

function failedSteps(steps: Advance['steps'], failure: AdvanceFailure): AdvanceFailure[] {
  const failed = steps.filter(({ status }) => status === 'FAILED');
  return failed.length === 0
    ? [failure]
    : failed.map(({ nodeId, detail }) => ({ nodeId, message: detail ?? failure.message }));
}

function failureOf({ content }: EngineMessage): AdvanceFailure {
  const source = content.error?.source?.content;
  return { nodeId: source?.id ?? null, message: messageOf(content.error) };
}

function lastNode(recorder: StepRecorder | null): string | null {
  return recorder?.changes.at(-1)?.nodeId ?? null;
}

function messageOf(error: unknown): string {
  if (error instanceof RangeError && !(error instanceof RunawayError))
    return 'It goes deeper than the engine can follow.';
  return firstLine(error);
}
