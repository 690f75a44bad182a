import type { Setting } from './setting.ts';
import { optional, secret } from './setting.ts';
import { port, url } from './settingTypes.ts';

const postgres = url('postgres:', 'postgresql:');

/** The settings of one subgraph; their variables begin with its name in capitals, e.g. CRM_PORT. */
export function subgraphSettings(name: string) {
  const prefix = name.toUpperCase().replaceAll('-', '_');
  return {
    port: optional(
      `${prefix}_PORT`,
      port,
      `Port of ${name}. Without it, the one of its routing URL in supergraph.yaml.`,
    ),
    databaseUrl: secret(
      `${prefix}_DATABASE_URL`,
      postgres,
      `Database of ${name}, as its login role. Without it, one on the common server.`,
    ),
    databaseAdminUrl: secret(
      `${prefix}_DATABASE_ADMIN_URL`,
      postgres,
      `The same database as its owner, who makes schemas and roles of tenants. Without it, one on the common server.`,
    ),
  } satisfies Record<string, Setting<unknown, unknown>>;
}
