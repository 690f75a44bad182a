import type { ExpressionCheck } from './expressionCheck.ts';
import type { FlowFacts, ModelFacts, NodeFacts } from './modelFacts.ts';
import type { ModelProblem } from './modelProblem.ts';

/**
 * Why a sequence flow cannot be run. It connects two nodes of its own process or sub-process, leaves no end event and
 * enters neither a start event nor a boundary event (BPMN 2.0 §7.6.1, table 7.3), and its condition can be evaluated.
 */
export function flowProblems(flow: FlowFacts, facts: ModelFacts, check: ExpressionCheck): ModelProblem[] {
  const node = (id: string) => facts.nodes.find((candidate) => candidate.id === id);
  const problems = [
    endProblem(flow, node(flow.sourceId), 'leaves', ['bpmn:EndEvent']),
    endProblem(flow, node(flow.targetId), 'enters', ['bpmn:StartEvent', 'bpmn:BoundaryEvent']),
    conditionProblem(flow, facts, check),
  ];
  return problems
    .filter((problem) => problem !== null)
    .map((problem) => ({ elementId: flow.id, message: `Element ${flow.id} ${problem}.` }));
}

function endProblem(
  flow: FlowFacts,
  node: NodeFacts | undefined,
  verb: string,
  excluded: readonly string[],
): string | null {
  if (node === undefined) return `${verb} something that is no node of the flow`;
  if (node.containerId !== flow.containerId) return `${verb} ${node.id}, which another process or sub-process holds`;
  return excluded.includes(node.type) ? `${verb} ${node.id}, which is a ${node.type}` : null;
}

function conditionProblem({ condition }: FlowFacts, facts: ModelFacts, check: ExpressionCheck): string | null {
  if (condition === null) return null;
  if (condition.text.trim() === '') return 'has an empty condition';
  const problem = check(condition.text, condition.language ?? facts.expressionLanguage, 'condition');
  return problem === null ? null : `has a condition that ${problem}`;
}
