import type { QueryResolvers } from '#generated/subgraphs/tenant.ts';
import { tenantById, userById, workspaceById } from '../infrastructure/loaders.ts';
import { findDeletion } from '../service/findDeletion.ts';
import { findProvisioning } from '../service/findProvisioning.ts';
import { listAuditTrail } from '../service/listAuditTrail.ts';
import { listLogEvents } from '../service/listLogEvents.ts';
import { listMetrics } from '../service/listMetrics.ts';
import { listUsers } from '../service/listUsers.ts';
import { listWorkspaces } from '../service/listWorkspaces.ts';

export const query: QueryResolvers = {
  me: (_, _args, context) => context.load(userById, context.principal.userId),
  tenant: (_, _args, context) => context.load(tenantById, context.principal.tenantId),
  users: (_, args, context) => context.read((session) => listUsers(session, args)),
  user: (_, { id }, context) => context.load(userById, id),
  workspaces: (_, args, context) => context.read((session) => listWorkspaces(session, args)),
  workspace: (_, { id }, context) => context.load(workspaceById, id),
  auditTrail: (_, args, context) => context.read((session) => listAuditTrail(session, args)),
  metrics: (_, args, context) => context.read((session) => listMetrics(session, args)),
  logEvents: (_, args, context) => context.read((session) => listLogEvents(session, args)),
  tenantProvisioning: (_, { tenantId }, context) => findProvisioning(context, tenantId),
  tenantDeletion: (_, { tenantId }, context) => findDeletion(context, tenantId),
};
