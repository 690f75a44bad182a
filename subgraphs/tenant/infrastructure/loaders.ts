import { byId } from '#kit/loaders/byId.ts';
import { auditEntries } from './auditEntries.ts';
import { logEvents } from './logEvents.ts';
import { metrics } from './metrics.ts';
import { rateLimitAlarms } from './rateLimitAlarms.ts';
import { tenantProfiles } from './tenantProfiles.ts';
import { users } from './users.ts';
import { workspaces } from './workspaces.ts';

export const tenantById = byId(tenantProfiles);
export const userById = byId(users);
export const workspaceById = byId(workspaces);
export const auditEntryById = byId(auditEntries);
export const metricById = byId(metrics);
export const logEventById = byId(logEvents);
export const rateLimitAlarmById = byId(rateLimitAlarms);
