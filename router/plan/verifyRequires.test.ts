import { expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { requiredFieldsOf } from '../supergraph/requiredFields.ts';
import type { PlanNode } from './planNodes.ts';
import { sendsWhatIsRequired } from './verifyRequires.ts';

const required = requiredFieldsOf(
  parse(`
    enum join__Graph { A @join__graph(name: "a", url: "http://a") B @join__graph(name: "b", url: "http://b") }
    type Order { id: ID rate(kind: Int): Int @join__field(graph: A) fee: Int @join__field(graph: B, requires: "rate(kind: 2) { nested }") }
  `),
);

const planOf = (fetched: string, name: string, alias?: string): PlanNode => ({
  kind: 'Sequence',
  nodes: [
    { kind: 'Fetch', serviceName: 'a', operation: `{orders{__typename id ${fetched}}}` },
    {
      kind: 'Flatten',
      path: [{ Field: 'orders' }, '@'],
      node: {
        kind: 'Fetch',
        serviceName: 'b',
        operation: 'query($representations:[_Any!]!){_entities(representations:$representations){...on Order{fee}}}',
        requires: [
          {
            kind: 'InlineFragment',
            typeCondition: 'Order',
            selections: [
              { kind: 'Field', name: '__typename' },
              { kind: 'Field', name: 'id' },
              { kind: 'Field', name, ...(alias && { alias }) },
            ],
          },
        ],
      },
    },
  ],
});

test('a plan is right when the required field is fetched with its arguments, under whatever key', () => {
  expect(sendsWhatIsRequired(planOf('rate(kind: 2)', 'rate'), required)).toBe(true);
  expect(sendsWhatIsRequired(planOf('rate(kind: 4) x: rate(kind: 2)', 'x', 'rate'), required)).toBe(true);
});

test('it is wrong when the field is not sent, not fetched, or fetched with other arguments', () => {
  expect(sendsWhatIsRequired(planOf('rate(kind: 2)', 'id'), required)).toBe(false);
  expect(sendsWhatIsRequired(planOf('id', 'rate'), required)).toBe(false);
  expect(sendsWhatIsRequired(planOf('rate(kind: 4)', 'rate'), required)).toBe(false);
  expect(sendsWhatIsRequired(planOf('rate(kind: 2) ...{rate(kind: 4)}', 'rate'), required)).toBe(false);
});

test('the names of required fields are known, at any depth and without their arguments', () => {
  expect([...required.names]).toEqual(['rate', 'nested']);
});
