import type { StartProcessInput } from '#generated/subgraphs/workflow.ts';
import { conflict } from '#kit/failures/conflict.ts';
import type { Failure } from '#kit/failures/failure.ts';
import { invalidInput } from '#kit/failures/invalidInput.ts';
import { notFound } from '#kit/failures/notFound.ts';
import { selectList } from '#kit/tables/selectList.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { checkText } from '#kit/validation/checkText.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import { isUuid } from '#kit/validation/isUuid.ts';
import { variablesProblem } from '../domain/variablesProblem.ts';
import { type DefinitionRow, definitions } from '../infrastructure/definitions.ts';
import type { InstanceRow } from '../infrastructure/instances.ts';
import { startInstance } from './startInstance.ts';

/** Starts an instance by hand. */
export async function startProcess(
  transaction: TenantTransaction,
  userId: string | null,
  input: StartProcessInput,
): Promise<InstanceRow | Failure> {
  const invalid = firstInvalid({
    'input.variables': variablesProblem(input.variables),
    'input.subjectId': checkText(input.subjectId, { max: 100 }),
  });
  if (invalid) return invalid;
  const wanted = input.definitionId ?? input.definitionKey;
  if (!wanted) return invalidInput('input.definitionId', 'Name the definition by its id or by its key.');
  const definition = input.definitionId
    ? await byId(transaction, input.definitionId)
    : await newestExecutable(transaction, wanted);
  if (definition === undefined) return notFound(wanted, 'process definition');
  if (!definition.executable) return conflict('WORKFLOW_NOT_EXECUTABLE');
  const processId = input.processId ?? definition.processId;
  if (!definition.executableProcessIds.includes(processId)) {
    return invalidInput('input.processId', 'Name an executable process of the definition.');
  }
  const started = await startInstance(transaction, definition, {
    processId,
    trigger: 'manual',
    subjectId: input.subjectId ?? null,
    variables: (input.variables ?? {}) as Record<string, unknown>,
    userId,
  });
  return started!;
}

async function byId(transaction: TenantTransaction, id: string): Promise<DefinitionRow | undefined> {
  if (!isUuid(id)) return undefined;
  const sql = `SELECT ${selectList(definitions)} FROM definitions WHERE id = $1`;
  return (await transaction.query<DefinitionRow>(sql, [id]))[0];
}

async function newestExecutable(transaction: TenantTransaction, key: string): Promise<DefinitionRow | undefined> {
  const sql = `SELECT ${selectList(definitions)} FROM definitions WHERE key = $1 ORDER BY executable DESC, version DESC LIMIT 1`;
  return (await transaction.query<DefinitionRow>(sql, [key]))[0];
}
