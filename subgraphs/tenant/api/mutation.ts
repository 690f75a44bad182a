import type { MutationResolvers } from '#generated/subgraphs/tenant.ts';
import { acceptInvitation } from '../service/acceptInvitation.ts';
import { changeUserRoles } from '../service/changeUserRoles.ts';
import { createTenant } from '../service/createTenant.ts';
import { createWorkspace } from '../service/createWorkspace.ts';
import { deactivateUser } from '../service/deactivateUser.ts';
import { deleteTenant } from '../service/deleteTenant.ts';
import { inviteUser } from '../service/inviteUser.ts';
import { publishMetric } from '../service/publishMetric.ts';
import { raiseRateLimitAlarm } from '../service/raiseRateLimitAlarm.ts';
import { setTenantStatus } from '../service/setTenantStatus.ts';
import { updateProfile } from '../service/updateProfile.ts';
import { updateTenant } from '../service/updateTenant.ts';
import { writeLogEvent } from '../service/writeLogEvent.ts';

export const mutation: MutationResolvers = {
  createTenant: (_, { input }, context) => createTenant(context, input),
  suspendTenant: (_, { tenantId }, context) => setTenantStatus(context, tenantId, 'SUSPENDED'),
  resumeTenant: (_, { tenantId }, context) => setTenantStatus(context, tenantId, 'ACTIVE'),
  deleteTenant: (_, { tenantId }, context) => deleteTenant(context, tenantId),
  updateTenant: (_, { input }, context) => context.transact((transaction) => updateTenant(transaction, input)),
  inviteUser: (_, { input }, context) => context.transact((transaction) => inviteUser(transaction, input)),
  acceptInvitation: (_, _args, context) =>
    context.transact((transaction) => acceptInvitation(transaction, context.principal.userId)),
  changeUserRoles: (_, { userId, roles }, context) =>
    context.transact((transaction) => changeUserRoles(transaction, context.principal.userId, userId, roles)),
  deactivateUser: (_, { userId }, context) =>
    context.transact((transaction) => deactivateUser(transaction, context.principal.userId, userId)),
  updateProfile: (_, { input }, context) =>
    context.transact((transaction) => updateProfile(transaction, context.principal.userId, input)),
  createWorkspace: (_, { input }, context) =>
    context.transact((transaction) => createWorkspace(transaction, context.principal.userId, input)),
  publishMetric: (_, { input }, context) => context.transact((transaction) => publishMetric(transaction, input)),
  writeLogEvent: (_, { input }, context) => context.transact((transaction) => writeLogEvent(transaction, input)),
  raiseRateLimitAlarm: (_, { input }, context) =>
    context.transact((transaction) => raiseRateLimitAlarm(transaction, input)),
};
