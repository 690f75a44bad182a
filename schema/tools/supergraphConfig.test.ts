import { afterEach, expect, test } from '@jest/globals';
import { readSupergraphConfig } from './supergraphConfig.ts';
import type { TemporaryProject } from './testing/temporaryProject.ts';
import { temporaryProject } from './testing/temporaryProject.ts';

let project: TemporaryProject;
afterEach(() => project.remove());

test('reads name, address and file of each subgraph in order', () => {
  project = temporaryProject({ zebra: '', ant: '' });
  expect(readSupergraphConfig(project.root)).toEqual([
    { name: 'zebra', routingUrl: 'http://127.0.0.1:5001/graphql', schemaFile: 'schema/zebra/schema.graphql' },
    { name: 'ant', routingUrl: 'http://127.0.0.1:5002/graphql', schemaFile: 'schema/ant/schema.graphql' },
  ]);
});

test.each(['crm: { schema: { file: ./a.graphql } }', 'crm: { routing_url: "http://a/" }', 'crm:'])(
  'names the subgraph in an incomplete line: %s',
  (line) => {
    project = temporaryProject({});
    project.write('supergraph.yaml', `subgraphs:\n  ${line}\n`);
    expect(() => readSupergraphConfig(project.root)).toThrow('subgraph "crm" needs "routing_url" and "schema:');
  },
);
