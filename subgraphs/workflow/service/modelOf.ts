import type { TenantSession } from '#kit/tenancy/tenantSession.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import type { CompiledModel } from '../infrastructure/bpmn/compiledModel.ts';
import { compileModel } from '../infrastructure/bpmn/compileModel.ts';

const kept = 200;
const compiled = new Map<string, CompiledModel>();

/**
 * A definition's model, ready to run. A definition never changes, so the last ones used are kept, per tenant.
 * @throws CodedError INTERNAL_ERROR where the store has no such model
 */
export async function modelOf(session: TenantSession, definitionId: string): Promise<CompiledModel> {
  const key = `${session.tenantId}/${definitionId}`;
  const known = compiled.get(key);
  const model = known ?? (await compileModel(await readXml(session, definitionId)));
  compiled.delete(key);
  compiled.set(key, model);
  if (compiled.size > kept) compiled.delete(compiled.keys().next().value!);
  return model;
}

async function readXml(session: TenantSession, definitionId: string): Promise<string> {
  const sql = 'SELECT xml FROM definition_models WHERE definition_id = $1';
  const [row] = await session.query<{ xml: string }>(sql, [definitionId]);
  if (row === undefined) throw new CodedError('INTERNAL_ERROR');
  return row.xml;
}
