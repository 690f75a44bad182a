import type { Broadcast } from '#platform/broadcast/broadcast.ts';
import type { FollowedAccess } from '../revocation/keepFollowingAccess.ts';
import { type HealthCheck, Unwell } from './healthCheck.ts';

/**
 * Checks what a router knows of revoked access. Without what the log says it must get no requests. Without the broadcast it
 * serves as well as ever and learns of revocations from the log alone; somebody should look.
 */
export function accessChecks(access: FollowedAccess, broadcast: Broadcast | undefined): HealthCheck[] {
  const known: HealthCheck = {
    name: 'revocations',
    async check() {
      if (!access.isKnown()) throw new Unwell('changes of access are not known yet');
    },
  };
  if (!broadcast) return [known];
  const heard: HealthCheck = {
    name: 'broadcast',
    isOptional: true,
    async check() {
      await broadcast.ping();
      if (!access.isHeard()) throw new Unwell('other routers are not heard yet');
    },
  };
  return [known, heard];
}
