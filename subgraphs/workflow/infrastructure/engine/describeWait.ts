import { compileExpression } from '../bpmn/compileExpression.ts';
import type { TaskDescription, WaitDescription } from './advanceTypes.ts';
import type { EngineRun, EngineWait } from './engineRun.ts';

/** A wait as it is stored, with its task where a person is waited for. */
export function describeWait(run: EngineRun, wait: EngineWait): WaitDescription {
  const { executionId, nodeId, kind, messageName, dueAt } = wait;
  return {
    executionId,
    nodeId,
    kind,
    messageName,
    dueAt: dueAt?.toISOString() ?? null,
    task: kind === 'TASK' ? describeTask(run, wait) : null,
  };
}

function describeTask(run: EngineRun, wait: EngineWait): TaskDescription {
  const node = run.node(wait.nodeId);
  const human = node?.human;
  return {
    title: (node?.name ?? wait.nodeId).slice(0, 200),
    assignee: assignee(run, wait, human?.assignee ?? null),
    candidateUsers: human?.candidateUsers ?? [],
    candidateGroups: human?.candidateGroups ?? [],
    formKey: human?.formKey ?? null,
    fields: human?.fields ?? [],
  };
}

/** Nobody is assigned where the expression cannot be evaluated: the task can still be taken. */
function assignee(run: EngineRun, wait: EngineWait, text: string | null): string | null {
  if (text === null) return null;
  const compiled = compileExpression(text, null, 'value');
  if ('problem' in compiled) return null;
  try {
    const value = compiled.evaluate({ ...run.variables, ...wait.locals });
    return typeof value === 'string' && value !== '' ? value : null;
  } catch {
    return null;
  }
}
