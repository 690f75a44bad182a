import { limits } from '../../domain/limits.ts';
import type { ModelFacts } from '../../domain/modelFacts.ts';
import { modelFindings } from '../../domain/modelFindings.ts';
import type { ModelProblem } from '../../domain/modelProblem.ts';
import type { Evaluate } from '../cel/compileCel.ts';
import type { CompiledModel } from './compiledModel.ts';
import { compileExpression } from './compileExpression.ts';
import { engineSource } from './engineSource.ts';
import { parseBpmn } from './parseBpmn.ts';
import { readFacts } from './readFacts.ts';

/**
 * Reads a BPMN 2.0 model, decides whether it runs here and makes it ready to run.
 * @param xml BPMN 2.0 XML of at most 1 MB
 * @throws ModelRefused when it is unsafe or no BPMN 2.0 model
 */
export async function compileModel(xml: string): Promise<CompiledModel> {
  const document = await parseBpmn(xml);
  const facts = readFacts(document);
  const findings = modelFindings(facts, (text, language, use) => {
    const compiled = compileExpression(text, language, use);
    return 'problem' in compiled ? compiled.problem : null;
  });
  const source = findings.reasons.length === 0 ? engineSource(document, facts) : { json: '', problem: null };
  const reasons = [...findings.reasons, ...engineReasons(source.problem)];
  const { conditions, scripts } = compileAll(facts, reasons.length === 0);
  const nodes = new Map(facts.nodes.map((node) => [node.id, node]));
  return {
    ...findings,
    facts,
    reasons: reasons.slice(0, limits.waits),
    nodes,
    conditions,
    scripts,
    engineSource: source.json,
  };
}

function engineReasons(problem: string | null): ModelProblem[] {
  return problem === null ? [] : [{ elementId: null, message: `The engine cannot read the model: ${problem}` }];
}

function compileAll(facts: ModelFacts, executable: boolean) {
  const conditions = new Map<string, Evaluate>();
  const scripts = new Map<string, Evaluate>();
  if (!executable) return { conditions, scripts };
  const add = (into: Map<string, Evaluate>, id: string, text: string, language: string | null) => {
    const compiled = compileExpression(text, language, 'condition');
    if ('evaluate' in compiled) into.set(id, compiled.evaluate);
  };
  for (const { id, condition } of facts.flows) {
    if (condition !== null) add(conditions, id, condition.text, condition.language ?? facts.expressionLanguage);
  }
  for (const { id, script } of facts.nodes) {
    if (script !== null) add(scripts, id, script.body, script.language);
  }
  return { conditions, scripts };
}
