import type { ExpressionCheck } from './expressionCheck.ts';
import { limits } from './limits.ts';
import type { EventFacts, LoopFacts, ModelFacts, NodeFacts, ScriptFacts } from './modelFacts.ts';
import type { ModelProblem } from './modelProblem.ts';
import { timerProblem } from './timerProblem.ts';

const nodeTypes = new Set(
  'StartEvent EndEvent IntermediateCatchEvent IntermediateThrowEvent BoundaryEvent Task UserTask ManualTask ServiceTask SendTask BusinessRuleTask ScriptTask ReceiveTask SubProcess CallActivity ExclusiveGateway ParallelGateway InclusiveGateway EventBasedGateway'
    .split(' ')
    .map((name) => `bpmn:${name}`),
);

const eventTypes = new Set(
  'Message Timer Error Escalation Signal Terminate Link'.split(' ').map((name) => `bpmn:${name}EventDefinition`),
);

/** Why a node cannot be run here, in words that follow the element's id. */
export function nodeProblems(node: NodeFacts, facts: ModelFacts, check: ExpressionCheck): ModelProblem[] {
  const value = (text: string | null) => (text === null ? null : check(text, null, 'value'));
  const problems = [
    node.id === '' ? 'has no id' : null,
    nodeTypes.has(node.type) ? null : `is a ${node.type}, which is not supported`,
    ...node.eventDefinitions.flatMap((event) => eventProblems(event, value)),
    prefixed('has an assignee that', value(node.human?.assignee ?? null)),
    node.script === null ? null : scriptProblem(node.script, check),
    ...(node.loop === null ? [] : loopProblems(node.loop, check)),
    calledProblem(node, facts),
    attachmentProblem(node, facts),
  ];
  return problems
    .filter((problem) => problem !== null)
    .map((problem) => ({
      elementId: node.id || null,
      message: `Element ${node.id || (node.name ?? `of type ${node.type}`)} ${problem}.`,
    }));
}

function eventProblems(event: EventFacts, value: (text: string) => string | null): (string | null)[] {
  if (!eventTypes.has(event.type)) return [`has a ${event.type}, which is not supported`];
  if (event.type !== 'bpmn:TimerEventDefinition') return [];
  if (event.timer === null || event.timer.text === '') return ['has a timer without a time'];
  const expression = /^[$#]\{/.test(event.timer.text);
  return [prefixed('has a timer that', expression ? value(event.timer.text) : bracketed(timerProblem(event.timer)))];
}

function scriptProblem({ language, body }: ScriptFacts, check: ExpressionCheck): string | null {
  if (body === '') return 'has no script';
  return prefixed('has a script that', check(body, language, 'condition'));
}

function loopProblems(loop: LoopFacts, check: ExpressionCheck): (string | null)[] {
  const named = loop.collection !== null || loop.cardinality !== null || (loop.sequential && loop.condition !== null);
  const count = Number(loop.cardinality ?? 0);
  return [
    named ? null : 'repeats, but names no collection and no number',
    count > limits.iterations ? `repeats more than ${limits.iterations} times` : null,
    loop.cardinality === null
      ? null
      : prefixed('has a number of repetitions that', check(loop.cardinality, null, 'value')),
    loop.condition === null ? null : prefixed('has a loop condition that', check(loop.condition, null, 'condition')),
  ];
}

function calledProblem(node: NodeFacts, facts: ModelFacts): string | null {
  if (node.calledElement === null || facts.processes.some(({ id }) => id === node.calledElement)) return null;
  return `calls "${node.calledElement}", which is no process of this model`;
}

/** Only activities have boundary events, and their own container holds them (BPMN 2.0 §10.5.4). */
function attachmentProblem(node: NodeFacts, facts: ModelFacts): string | null {
  if (node.type !== 'bpmn:BoundaryEvent') return null;
  const host = facts.nodes.find(({ id }) => id === node.attachedTo);
  const activity = host !== undefined && /(Task|SubProcess|CallActivity)$/.test(host.type);
  return activity && host.containerId === node.containerId ? null : 'is attached to no activity beside it';
}

function prefixed(prefix: string, problem: string | null): string | null {
  return problem === null ? null : `${prefix} ${problem}`;
}

function bracketed(problem: string | null): string | null {
  return problem === null ? null : `cannot be kept: ${problem.replace(/\.$/, '')}`;
}
