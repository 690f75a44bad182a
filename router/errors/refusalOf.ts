import type { Logger } from '#platform/logs/logger.ts';
import { fastifyRefusal } from './fastifyRefusal.ts';
import type { RequestRefused } from './requestRefused.ts';

/** The refusal for anything that was thrown on the way of an HTTP request; what no client may see goes to the log. */
export function refusalOf(error: unknown, requestId: string, logger: Logger): RequestRefused {
  const refused = fastifyRefusal(error);
  if (refused.code === 'INTERNAL_ERROR') logger.error({ err: error, requestId }, 'request failed');
  return refused;
}
