import type { AuditEntryResolvers, UserResolvers } from '#generated/subgraphs/tenant.ts';
import { present } from '#kit/references/present.ts';
import { auditEntryById, tenantById, userById } from '../infrastructure/loaders.ts';

export const user: UserResolvers = {
  __resolveReference: ({ id }, context) => context.load(userById, id),
  attributes: (row) => row,
  tenant: async (_, _args, context) => present(await context.load(tenantById, context.principal.tenantId)),
  invitedBy: ({ invitedById }, _, context) => (invitedById ? context.load(userById, invitedById) : null),
};

export const auditEntry: AuditEntryResolvers = {
  __resolveReference: ({ id }, context) => context.load(auditEntryById, id),
  actor: ({ actorId }, _, context) => (actorId ? context.load(userById, actorId) : null),
};
