import { describe, expect, test } from '@jest/globals';
import { allScopes, provisionScope, scopesOfRoles } from './roles.ts';

describe('scopesOfRoles', () => {
  test('an admin may do everything inside a tenant and nothing outside', () => {
    expect(scopesOfRoles(['admin'])).toEqual(allScopes.filter((scope) => scope !== provisionScope));
  });

  test('a manager does not administer, a member does not pay, a viewer writes nothing', () => {
    expect(scopesOfRoles(['manager'])).not.toEqual(expect.arrayContaining(['tenant:write']));
    expect(scopesOfRoles(['manager'])).toEqual(expect.arrayContaining(['erp:pay', 'inosec:write']));
    expect(scopesOfRoles(['member'])).not.toContain('erp:pay');
    expect(scopesOfRoles(['viewer']).every((scope) => scope.endsWith(':read'))).toBe(true);
  });

  test('an operator provisions and reads nothing of any tenant', () => {
    expect(scopesOfRoles(['platform-operator'])).toEqual([provisionScope]);
  });

  test('roles add up, each scope once; unknown names, also those of Object, give nothing', () => {
    expect(scopesOfRoles(['viewer', 'member', 'viewer'])).toEqual(scopesOfRoles(['member']));
    expect(scopesOfRoles(['root', 'constructor', '__proto__'])).toEqual([]);
  });
});
