import type { PublishMetricInput } from '#generated/subgraphs/tenant.ts';
import type { InvalidInputFailure } from '#kit/failures/failure.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { checkText } from '#kit/validation/checkText.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { type MetricRow, metrics } from '../infrastructure/metrics.ts';

/** Keeps a measure and tells of it (`metrics.published`). */
export async function publishMetric(
  transaction: TenantTransaction,
  input: PublishMetricInput,
): Promise<MetricRow | InvalidInputFailure> {
  const invalid = firstInvalid({
    'input.name': /^[a-z][a-z0-9_.]{0,99}$/.test(input.name)
      ? null
      : 'Enter up to 100 lower-case letters, digits, dots and underscores, beginning with a letter.',
    'input.unit': checkText(input.unit, { max: 20 }),
  });
  if (invalid) return invalid;
  const metric: MetricRow = {
    id: uuidv7(),
    name: input.name,
    value: input.value,
    unit: input.unit ?? '1',
    measuredAt: new Date().toISOString(),
  };
  await transaction.manager.insert(metrics, metric);
  await transaction.publish('metrics.published', {
    metric_id: metric.id,
    tenant_id: transaction.tenantId,
    name: metric.name,
    value: metric.value,
    unit: metric.unit,
    measured_at: metric.measuredAt,
  });
  return metric;
}
