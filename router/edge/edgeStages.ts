import { bodyLimit } from './bodyLimit.ts';
import { compression } from './compression.ts';
import { cors } from './cors.ts';
import type { EdgeStage } from './edgeStage.ts';
import { requestId } from './requestId.ts';
import { requestLog } from './requestLog.ts';
import { securityHeaders } from './securityHeaders.ts';

/**
 * The way of every HTTP request to its route, in order. `/graphql` goes on with origin, authentication and tenant, and then
 * the rate limit, since what a caller may send depends on who it is; the log line is written once it is answered.
 */
export const edgeStages: readonly EdgeStage[] = [securityHeaders, cors, requestId, compression, bodyLimit, requestLog];
