import { describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import type { FetchNode, PlanNode } from '../../plan/planNodes.ts';
import { typeRelationsOf } from '../../supergraph/typeRelations.ts';
import { buildSteps } from './buildSteps.ts';

const types = typeRelationsOf(
  parse('interface Media { id: ID } type Book implements Media { id: ID } type User { id: ID }'),
);

const context = { types, keyNames: new Set(['id']), generateCode: true };
const root = (serviceName: string, operation: string): FetchNode => ({ kind: 'Fetch', serviceName, operation });
const entities = (serviceName: string, type: string, fields: string, requires = ['id']): FetchNode => ({
  kind: 'Fetch',
  serviceName,
  operation: `query($representations:[_Any!]!){_entities(representations:$representations){...on ${type}{${fields}}}}`,
  requires: [
    {
      kind: 'InlineFragment',
      typeCondition: type,
      selections: ['__typename', ...requires].map((name) => ({ kind: 'Field', name })),
    },
  ],
});
const at = (path: string, node: PlanNode): PlanNode => ({
  kind: 'Flatten',
  path: path.split('.').map((key) => (key === '@' ? '@' : { Field: key })),
  node,
});
const sequence = (...nodes: PlanNode[]): PlanNode => ({ kind: 'Sequence', nodes });
const parallel = (...nodes: PlanNode[]): PlanNode => ({ kind: 'Parallel', nodes });
const shapeOf = (plan: PlanNode, kind: 'query' | 'mutation' = 'query') =>
  buildSteps(plan, kind, context).steps.map(({ service, dependencyCount, dependents }) => [
    service,
    dependencyCount,
    dependents,
  ]);

describe('dependencies', () => {
  test('a step waits for those that bring its objects and what it requires, and for no others', () => {
    const plan = sequence(
      parallel(root('slow', '{reports{title}}'), root('users', '{users{__typename id}}')),
      at('users.@', entities('names', 'User', 'name')),
      at('users.@', entities('badges', 'User', 'badge', ['id', 'name'])),
    );
    expect(shapeOf(plan)).toEqual([
      ['slow', 0, []],
      ['users', 0, [2, 3]],
      ['names', 1, [3]],
      ['badges', 2, []],
    ]);
  });

  test('the steps of a mutation keep the order of the plan', () => {
    const plan = sequence(root('a', 'mutation{one}'), root('b', 'mutation{two}'), root('a', 'mutation{three}'));
    expect(shapeOf(plan, 'mutation')).toEqual([
      ['a', 0, [1, 2]],
      ['b', 1, [2]],
      ['a', 2, []],
    ]);
  });
});

test('conditions of the plan become conditions of its steps', () => {
  const { steps } = buildSteps(
    { kind: 'Condition', condition: 'c', ifClause: root('a', '{x}'), elseClause: root('b', '{y}') },
    'query',
    context,
  );
  expect(steps.map(({ service, conditions }) => [service, conditions])).toEqual([
    ['a', [{ variable: 'c', included: true }]],
    ['b', [{ variable: 'c', included: false }]],
  ]);
});

test('places share an entity unless a later step writes into it for some places only', () => {
  const groupsOf = (plan: PlanNode) =>
    buildSteps(plan, 'query', context).steps.flatMap(({ target }) => (target.kind === 'entities' ? target.groups : []));
  const users = root('a', '{users{__typename id}}');
  const inner = at('users.@', entities('b', 'User', 'friend{__typename id}'));
  expect(groupsOf(sequence(users, inner)).map(({ copies }) => copies)).toEqual([false]);
  const deeper = at('users.@.friend', entities('c', 'User', 'name'));
  expect(groupsOf(sequence(users, inner, deeper)).map(({ copies }) => copies)).toEqual([true, false]);
});

test('a plan with an unknown node is refused', () => {
  expect(() => buildSteps({ kind: 'Defer' } as never, 'query', context)).toThrow('unknown kind: Defer');
});
