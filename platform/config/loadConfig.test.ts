import { describe, expect, test } from '@jest/globals';
import { loadConfig } from './loadConfig.ts';

const subgraphs = [
  { name: 'crm', routingUrl: 'http://127.0.0.1:4002/graphql' },
  { name: 'order-desk', routingUrl: 'https://orders.example.com/graphql' },
];
const load = (env: Record<string, string>) => loadConfig(env, subgraphs);

/** Runs the work and gives the error it threw. */
function errorOf(work: () => unknown): { code: string; message: string; details: { faults: string[] } } {
  try {
    work();
  } catch (error) {
    return error as ReturnType<typeof errorOf>;
  }
  throw new Error('nothing was thrown');
}

describe('loadConfig', () => {
  test('an empty environment gives the defaults, with paths made absolute', () => {
    const config = load({});
    expect(config).toMatchObject({ port: 4000, host: '127.0.0.1', routerAuth: 'oidc', eventLog: 'embedded' });
    expect(config.databaseServerUrl).toBeUndefined();
    expect(config.dataDir).toMatch(/^\/.*\/\.data$/);
  });

  test('the variables of a subgraph follow from its name, its port from the routing URL', () => {
    const config = load({ CRM_PORT: '0', ORDER_DESK_DATABASE_URL: 'postgres://u:p@db/orders' });
    expect(config.subgraphs).toEqual([
      expect.objectContaining({ name: 'crm', port: 0, databaseUrl: undefined }),
      expect.objectContaining({ name: 'order-desk', port: 443, databaseUrl: 'postgres://u:p@db/orders' }),
    ]);
  });

  test('every bad variable is named at once', () => {
    const error = errorOf(() => load({ PORT: '65536', LOG_LEVEL: 'loud', CRM_PORT: '12x', ROUTER_AUTH: 'oidc' }));
    expect(error.code).toBe('CONFIG_INVALID');
    expect(error.details.faults.map((fault) => fault.split(' ')[0])).toEqual(['PORT', 'LOG_LEVEL', 'CRM_PORT']);
    expect(error.message).toContain('LOG_LEVEL must be trace or debug or info');
  });

  test('the value of a secret is not shown', () => {
    const { message } = errorOf(() => load({ CRM_DATABASE_URL: 'mysql://crm:hunter2@db/crm' }));
    expect(message).toContain('CRM_DATABASE_URL must be a URL that begins with postgres://');
    expect(message).not.toContain('hunter2');
  });

  test.each([
    ['PORT', '-1'],
    ['PORT', '4000.5'],
    ['PORT', '0x10'],
    ['HOST', 'two words'],
    ['OIDC_ISSUER', 'issuer.example.com'],
    ['OIDC_ISSUER', 'file:///etc/passwd'],
    ['DATABASE_PREFIX', 'Robert"; DROP'],
    ['TENANT_HOST_SUFFIX', '.example.com'],
    ['EVENT_LOG', 'paper'],
  ])('%s=%s is refused', (name, value) => {
    expect(errorOf(() => load({ [name]: value })).details.faults).toHaveLength(1);
  });

  test('an empty variable counts as missing', () => {
    expect(load({ PORT: '', LOG_LEVEL: '  ' })).toMatchObject({ port: 4000, logLevel: 'info' });
  });
});
