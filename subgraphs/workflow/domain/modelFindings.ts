import type { ExpressionCheck } from './expressionCheck.ts';
import { flowProblems } from './flowProblems.ts';
import { limits } from './limits.ts';
import type { FlowFacts, ModelFacts, NodeFacts } from './modelFacts.ts';
import type { ModelProblem } from './modelProblem.ts';
import { nodeProblems } from './nodeProblems.ts';

/** What is to be known about a model before it runs. */
export interface ModelFindings {
  /** The process that would run: the first that is executable, else the first. */
  readonly processId: string;
  /** Why the model does not run here; empty where it does. */
  readonly reasons: readonly ModelProblem[];
  /** What runs otherwise than the model may expect. */
  readonly warnings: readonly ModelProblem[];
}

/**
 * Decides whether a model runs here, and says why not, element by element.
 * @param check looks at one expression
 */
export function modelFindings(facts: ModelFacts, check: ExpressionCheck): ModelFindings {
  const executable = facts.processes.filter((process) => process.executable);
  const processId = (executable[0] ?? facts.processes[0])!.id;
  if (executable.length === 0)
    return { processId, reasons: [about('is not marked executable (isExecutable)', processId)], warnings: [] };
  const run = runProcesses(
    facts,
    executable.map(({ id }) => id),
  );
  const nodes = facts.nodes.filter((node) => run.has(node.processId));
  const flows = facts.flows.filter((flow) => run.has(flow.processId));
  const size = sizeProblems(nodes, flows);
  if (size.length > 0) return { processId, reasons: size, warnings: [] };
  const reasons = [
    ...nodes.flatMap((node) => nodeProblems(node, facts, check)),
    ...flows.flatMap((flow) => flowProblems(flow, facts, check)),
  ];
  return { processId, reasons, warnings: nodes.flatMap(nodeWarnings) };
}

/** Executable processes, and those that they call. */
function runProcesses(facts: ModelFacts, executable: readonly string[]): ReadonlySet<string> {
  const run = new Set(executable);
  for (const id of run) {
    for (const node of facts.nodes) {
      if (node.processId === id && node.calledElement !== null) run.add(node.calledElement);
    }
  }
  return run;
}

function sizeProblems(nodes: readonly NodeFacts[], flows: readonly FlowFacts[]): ModelProblem[] {
  if (nodes.length === 0) return [{ elementId: null, message: 'The executable process is empty.' }];
  if (nodes.length + flows.length <= limits.modelNodes) return [];
  return [{ elementId: null, message: `The model has more than ${limits.modelNodes} nodes and flows to run.` }];
}

function nodeWarnings(node: NodeFacts): ModelProblem[] {
  if (node.service?.kind === 'pass') return [about('has no implementation here, the token passes through', node.id)];
  if (node.service?.kind !== 'unknown') return [];
  return [about(`has an unknown implementation (${node.service.implementation}) and fails when reached`, node.id)];
}

function about(message: string, elementId: string): ModelProblem {
  return { elementId, message: `Element ${elementId} ${message}.` };
}
