import { defineTable } from '#kit/tenancy/defineTable.ts';
import type { Role, UserStatus } from '../domain/role.ts';

/** A user as it is stored. */
export interface UserRow {
  /** The `sub` of the user's tokens. */
  id: string;
  name: string;
  email: string;
  roles: Role[];
  status: UserStatus;
  department: string | null;
  costCentre: string | null;
  region: string | null;
  invitedById: string | null;
  createdAt: string;
}

export const users = defineTable<UserRow>('users', {
  id: 'uuid',
  name: 'text',
  email: 'text',
  roles: 'text[]',
  status: 'text',
  department: 'text?',
  costCentre: 'text?',
  region: 'text?',
  invitedById: 'uuid?',
  createdAt: 'timestamptz',
});
