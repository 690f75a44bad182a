import type { DeployProcessInput } from '#generated/subgraphs/workflow.ts';
import type { InvalidInputFailure } from '#kit/failures/failure.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { checkText } from '#kit/validation/checkText.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { triggerTopics } from '../domain/eventBinding.ts';
import type { ModelProblem } from '../domain/modelProblem.ts';
import type { CompiledModel } from '../infrastructure/bpmn/compiledModel.ts';
import { compileModel } from '../infrastructure/bpmn/compileModel.ts';
import { ModelRefused } from '../infrastructure/bpmn/parseBpmn.ts';
import { definitionModels } from '../infrastructure/definitionModels.ts';
import { type DefinitionRow, definitions } from '../infrastructure/definitions.ts';

/** Work on a transaction that a caller opens; reading a model needs none. */
export type Transact = <R>(work: (transaction: TenantTransaction) => Promise<R>) => Promise<R>;

/** Stores a model as the next version of its key. What is no BPMN 2.0 model is refused, and nothing of it is kept. */
export async function deployProcess(
  transact: Transact,
  userId: string | null,
  input: DeployProcessInput,
): Promise<DefinitionRow | InvalidInputFailure> {
  const invalid = firstInvalid({
    'input.key': checkText(input.key, { max: 100 }),
    'input.trigger': triggerProblem(input.trigger ?? null),
  });
  if (invalid) return invalid;
  try {
    const model = await compileModel(input.bpmnXml);
    return await transact((transaction) => store(transaction, userId, input, model));
  } catch (error) {
    if (!(error instanceof ModelRefused)) throw error;
    return { __typename: 'InvalidInput', code: 'BPMN_INVALID', message: error.message, field: 'input.bpmnXml' };
  }
}

async function store(
  transaction: TenantTransaction,
  userId: string | null,
  input: DeployProcessInput,
  model: CompiledModel,
): Promise<DefinitionRow> {
  const process = model.facts.processes.find(({ id }) => id === model.processId)!;
  const key = (input.key?.trim() || process.id).slice(0, 100);
  const trigger = input.trigger ?? process.trigger;
  const unknown = input.trigger ? null : triggerProblem(trigger);
  const reasons = unknown === null ? model.reasons : [...model.reasons, { elementId: process.id, message: unknown }];
  const definition: DefinitionRow = {
    id: uuidv7(),
    key,
    name: (process.name ?? model.facts.name ?? key).slice(0, 200),
    version: await nextVersion(transaction, key),
    executable: reasons.length === 0,
    reasons: reasons.slice(0, 100).map(bounded),
    warnings: model.warnings.slice(0, 100).map(bounded),
    processId: process.id,
    executableProcessIds: reasons.length > 0 ? [] : executableProcesses(model),
    hasDiagram: model.facts.hasDiagram,
    exporter: model.facts.exporter?.slice(0, 200) ?? null,
    trigger,
    deployedById: userId,
    deployedAt: new Date().toISOString(),
  };
  await transaction.manager.insert(definitions, { ...definition, reasons: [...definition.reasons] });
  await transaction.manager.insert(definitionModels, { definitionId: definition.id, xml: input.bpmnXml });
  return definition;
}

function executableProcesses({ facts }: CompiledModel): string[] {
  return facts.processes.filter(({ executable }) => executable).map(({ id }) => id);
}

async function nextVersion(transaction: TenantTransaction, key: string): Promise<number> {
  const [row] = await transaction.query<{ version: number }>(
    `INSERT INTO definition_keys (key, version) VALUES ($1, 1)
       ON CONFLICT (key) DO UPDATE SET version = definition_keys.version + 1 RETURNING version`,
    [key],
  );
  return row!.version;
}

function triggerProblem(trigger: string | null): string | null {
  if (trigger === null || triggerTopics.includes(trigger)) return null;
  return `No event of that topic starts processes; choose one of ${triggerTopics.join(', ')}.`;
}

function bounded({ elementId, message }: ModelProblem): ModelProblem {
  return { elementId: elementId?.slice(0, 200) ?? null, message: message.slice(0, 500) };
}
