import { describe, expect, test } from '@jest/globals';
import { knownVariables } from './knownVariables.ts';
import { nearMisses } from './nearMisses.ts';

const known = knownVariables([{ name: 'crm', routingUrl: 'http://127.0.0.1:4002/graphql' }]);

describe('nearMisses', () => {
  test.each([
    ['TENANT_HOST_SUFIX', 'TENANT_HOST_SUFFIX'],
    ['OIDC_ISUER', 'OIDC_ISSUER'],
    ['CRM_DATABSE_URL', 'CRM_DATABASE_URL'],
    ['INOPSIO_PORT', 'PORT'],
  ])('%s is taken for %s', (written, meant) => {
    expect(nearMisses({ [written]: 'x' }, known)).toEqual([`${written} is not a setting; did you mean ${meant}?`]);
  });

  test('an unknown INOPSIO_ name and the database of a missing subgraph are reported', () => {
    expect(nearMisses({ INOPSIO_COLOUR: 'x', BILLING_DATABASE_URL: 'x' }, known)).toEqual([
      expect.stringContaining('INOPSIO_COLOUR is not a setting'),
      expect.stringContaining('no subgraph has that name'),
    ]);
  });

  test('ordinary variables of a machine are left alone', () => {
    const env = { PATH: 'x', HOME: 'x', HOSTNAME: 'x', PWD: 'x', NODE_ENV: 'x', PORT: '1', SSH_PORT: '2', LANG: 'x' };
    expect(nearMisses(env, known)).toEqual([]);
  });

  test('values are never shown', () => {
    expect(nearMisses({ OIDC_ISUER: 'hunter2' }, known).join()).not.toContain('hunter2');
  });
});
