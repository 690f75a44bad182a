import { platformTenant } from '#platform/identity/platformTenant.ts';

/** A person who can sign in at the embedded issuer. */
export interface DemoUser {
  readonly id: string;
  /** What one types to sign in, unique within the tenant. */
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
}

/** A tenant with its users. */
export interface DemoTenant {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly plan: 'FREE' | 'TEAM' | 'ENTERPRISE';
  readonly region: string;
  readonly users: readonly DemoUser[];
}

function user(
  tenant: string,
  id: string,
  login: string,
  name: string,
  role: string,
  attributes: Record<string, string>,
): DemoUser {
  return { id, login, name, email: `${login}@${tenant}.example`, roles: [role], attributes };
}

/** The two tenants that the embedded start provisions. Ids are fixed, so that examples and tests can name them. */
export const demoTenants: readonly DemoTenant[] = [
  {
    id: '01890000-0000-7000-8000-00000000ac3e',
    slug: 'acme',
    name: 'Acme Tools',
    plan: 'ENTERPRISE',
    region: 'eu-central',
    users: [
      user('acme', '01890000-0000-7000-8001-00000000ada0', 'ada', 'Ada Lovelace', 'admin', {
        department: 'management',
        cost_centre: '1000',
        region: 'eu',
      }),
      user('acme', '01890000-0000-7000-8001-00000000a1a0', 'alan', 'Alan Turing', 'manager', {
        department: 'sales',
        cost_centre: '2000',
        region: 'eu',
      }),
      user('acme', '01890000-0000-7000-8001-00000000c1a0', 'mia', 'Mia Hamm', 'member', {
        department: 'sales',
        cost_centre: '2000',
        region: 'eu',
      }),
      user('acme', '01890000-0000-7000-8001-00000000f1c0', 'vic', 'Vic Reeves', 'viewer', {
        department: 'audit',
        cost_centre: '3000',
        region: 'eu',
      }),
    ],
  },
  {
    id: '01890000-0000-7000-8000-00000061b0e8',
    slug: 'globex',
    name: 'Globex',
    plan: 'TEAM',
    region: 'us-east',
    users: [
      user('globex', '01890000-0000-7000-8002-0000000073ce', 'grace', 'Grace Hopper', 'admin', {
        department: 'management',
        cost_centre: '1000',
        region: 'us',
      }),
      user('globex', '01890000-0000-7000-8002-000000000605', 'gus', 'Gus Grissom', 'member', {
        department: 'operations',
        cost_centre: '4000',
        region: 'us',
      }),
    ],
  },
];

/** The tenant of the platform's operators, who make tenants and read none. */
export const operatorTenant: DemoTenant = {
  ...platformTenant,
  name: 'Platform',
  plan: 'ENTERPRISE',
  region: 'eu-central',
  users: [user('platform', '00000000-0000-7000-8001-000000000095', 'ops', 'Operator', 'platform-operator', {})],
};
