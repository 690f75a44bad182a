import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { fromProjectRoot } from '../config/projectRoot.ts';
import { readSupergraph } from '../config/readSupergraph.ts';
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

  test('every scope that the schemas demand is one that some role gives', () => {
    const files = readSupergraph().map(({ schemaFile }) => readFileSync(fromProjectRoot(schemaFile), 'utf8'));
    const demanded = files.flatMap((sdl) => [...sdl.matchAll(/"([a-z]+:[a-z]+)"/g)].map(([, scope]) => scope));
    expect(demanded.length).toBeGreaterThan(0);
    expect(demanded.filter((scope) => !allScopes.includes(scope!))).toEqual([]);
  });
});
