import type { WriteLogEventInput } from '#generated/subgraphs/tenant.ts';
import type { InvalidInputFailure } from '#kit/failures/failure.ts';
import type { TenantTransaction } from '#kit/tenancy/tenantSession.ts';
import { checkText } from '#kit/validation/checkText.ts';
import { firstInvalid } from '#kit/validation/firstInvalid.ts';
import { uuidv7 } from '#platform/ids/uuidv7.ts';
import { type LogEventRow, logEvents } from '../infrastructure/logEvents.ts';

/** Keeps a log event worth showing to the tenant, and tells of it (`logstream.new`). */
export async function writeLogEvent(
  transaction: TenantTransaction,
  { level, source, message }: WriteLogEventInput,
): Promise<LogEventRow | InvalidInputFailure> {
  const invalid = firstInvalid({
    'input.source': checkText(source, { max: 100 }),
    'input.message': checkText(message, { max: 10_000 }),
  });
  if (invalid) return invalid;
  const event: LogEventRow = { id: uuidv7(), level, source, message, loggedAt: new Date().toISOString() };
  await transaction.manager.insert(logEvents, event);
  await transaction.publish('logstream.new', {
    log_id: event.id,
    tenant_id: transaction.tenantId,
    level,
    source,
    message,
    logged_at: event.loggedAt,
  });
  return event;
}
