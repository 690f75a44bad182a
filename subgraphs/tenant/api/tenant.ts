import type { TenantResolvers, WorkspaceResolvers } from '#generated/subgraphs/tenant.ts';
import { tenantById, userById, workspaceById } from '../infrastructure/loaders.ts';

export const tenant: TenantResolvers = {
  __resolveReference: ({ id }, context) => context.load(tenantById, id),
  settings: (profile) => profile,
};

export const workspace: WorkspaceResolvers = {
  __resolveReference: ({ id }, context) => context.load(workspaceById, id),
  createdBy: ({ createdById }, _, context) => context.load(userById, createdById),
};
