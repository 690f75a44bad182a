import { selectList } from '#kit/tables/selectList.ts';
import type { TenantSession } from '#kit/tenancy/tenantSession.ts';
import { type PipelineRow, pipelines } from '../infrastructure/pipelines.ts';

/** The tenant's pipelines, oldest first; at most 100. */
export function listPipelines(session: TenantSession): Promise<PipelineRow[]> {
  return session.query(`SELECT ${selectList(pipelines)} FROM pipelines ORDER BY created_at, id LIMIT 100`);
}
