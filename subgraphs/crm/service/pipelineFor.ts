import { selectList } from '#kit/tables/selectList.ts';
import type { TenantSession } from '#kit/tenancy/tenantSession.ts';
import { isUuid } from '#kit/validation/isUuid.ts';
import { type PipelineRow, pipelines } from '../infrastructure/pipelines.ts';

/** The named pipeline, or the tenant's first where none is named; undefined where there is no such pipeline. */
export async function pipelineFor(
  session: TenantSession,
  id: string | null | undefined,
): Promise<PipelineRow | undefined> {
  if (id !== null && id !== undefined && !isUuid(id)) return undefined;
  const [pipeline] = await session.query<PipelineRow>(
    `SELECT ${selectList(pipelines)} FROM pipelines WHERE $1::uuid IS NULL OR id = $1 ORDER BY created_at, id LIMIT 1`,
    [id ?? null],
  );
  return pipeline;
}
