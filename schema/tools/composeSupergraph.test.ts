import { afterEach, describe, expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { composedFiles } from './composedFiles.ts';
import { composeSupergraph } from './composeSupergraph.ts';
import type { SchemaProblem } from './schemaProblem.ts';
import { formatProblem, SchemaInvalid } from './schemaProblem.ts';
import type { TemporaryProject } from './testing/temporaryProject.ts';
import { temporaryProject } from './testing/temporaryProject.ts';
import { salesEvents, twoDomains } from './testing/twoDomains.ts';

let project: TemporaryProject | undefined;
afterEach(() => {
  project?.remove();
  project = undefined;
});

function projectOf(domains: Partial<typeof twoDomains> = {}): TemporaryProject {
  project = temporaryProject({ ...twoDomains, ...domains });
  project.write('schema/sales/events.graphql', salesEvents);
  return project;
}

function problemsOf(domains: Partial<typeof twoDomains>): readonly SchemaProblem[] {
  try {
    composeSupergraph(projectOf(domains).root);
  } catch (error) {
    if (error instanceof SchemaInvalid) return error.problems;
    throw error;
  }
  return [];
}

describe('sound domains', () => {
  test('compose without a warning; our directives reach the supergraph', () => {
    const { supergraphSdl, warnings } = composeSupergraph(projectOf().root);
    expect(warnings).toEqual([]);
    expect(supergraphSdl).toContain('@eventStream(topic: "customer.renamed", entity: "{ id: customer_id }")');
    expect(supergraphSdl).toContain('name: String! @join__field(graph: SALES) @pii');
    expect(supergraphSdl).not.toContain('CustomerRenamed');
  });

  test('give an API schema with descriptions and without federation', () => {
    const { apiSdl } = composeSupergraph(projectOf().root);
    expect(apiSdl).toContain('"""Somebody who buys."""\ntype Customer {');
    expect(apiSdl).not.toMatch(/join__|@link|_entities|@key/);
    expect(Object.keys(buildSchema(apiSdl).getQueryType()!.getFields()).sort()).toEqual(['customer', 'openBills']);
  });

  test('give each subgraph exactly the shared types that it uses', () => {
    const { files } = composedFiles(projectOf().root);
    const [sales, billing] = ['sales', 'billing'].map(
      (name) => files.find(({ path }) => path === `schema/generated/subgraphs/${name}.graphql`)!.content,
    );
    expect(sales).toMatch(/type NotFound implements Failure @shareable/);
    expect(sales).toMatch(/interface Failure/);
    expect(sales).not.toMatch(/type (Money|Conflict|InvalidInput|PageInfo)/);
    expect(billing).toMatch(/type Money @shareable/);
    expect(billing).toMatch(/scalar Decimal/);
    expect(billing).not.toMatch(/eventStream|composeDirective|Failure/);
  });

  test('compose to the same bytes every time', () => {
    const { root } = projectOf();
    expect(composedFiles(root)).toEqual(composedFiles(root));
  });
});

describe('faults are told with file, line and hint', () => {
  test('syntax, in every file that has one', () => {
    const problems = problemsOf({ sales: 'type Query {\n  a: !Int\n}', billing: 'typ Query { a: Int }' });
    expect(problems.map(formatProblem)).toEqual([
      'schema/sales/schema.graphql:2:6: Syntax Error: Expected Name, found "!". — correct the SDL syntax at this place',
      expect.stringMatching(/^schema\/billing\/schema.graphql:1:1: Syntax Error: Unexpected Name "typ"/),
    ]);
  });

  test('an unknown type once, although composition complains of it too', () => {
    const problems = problemsOf({ billing: twoDomains.billing.replace('customer: Customer!', 'customer: Custmer!') });
    expect(problems.map(formatProblem)).toEqual([
      'schema/billing/schema.graphql:7:13: Unknown type "Custmer" in subgraph "billing". — did you mean "Customer"?',
    ]);
  });

  test('a missing key', () => {
    const problems = problemsOf({ billing: twoDomains.billing.replace('Customer @key(fields: "id")', 'Customer') });
    expect(problems).toContainEqual(
      expect.objectContaining({
        file: expect.stringMatching(/^schema\/(sales|billing)\/schema.graphql$/),
        message: expect.stringMatching(/Customer.id.*INVALID_FIELD_SHARING/),
        hint: expect.stringContaining('give the type a @key'),
      }),
    );
  });

  test('a key that names no field', () => {
    const problems = problemsOf({
      billing: twoDomains.billing.replace('Bill @key(fields: "id")', 'Bill @key(fields: "nr")'),
    });
    expect(problems).toContainEqual(
      expect.objectContaining({
        file: 'schema/billing/schema.graphql',
        line: 4,
        message: expect.stringContaining('"nr"'),
      }),
    );
  });

  test('types that disagree between domains', () => {
    const problems = problemsOf({ billing: twoDomains.billing.replace(/id: ID!\n {2}bills/, 'id: Int!\n  bills') });
    expect(problems).toContainEqual(
      expect.objectContaining({ message: expect.stringContaining('FIELD_TYPE_MISMATCH'), line: expect.any(Number) }),
    );
    expect(problems.every(({ file }) => file.endsWith('schema.graphql'))).toBe(true);
  });

  test('our own rules, together with the errors of composition', () => {
    const problems = problemsOf({
      sales: twoDomains.sales.replace('"customer.renamed"', '"customer.named"'),
      billing: twoDomains.billing.replace('Bill @key(fields: "id")', 'Bill @key(fields: "nr")'),
    });
    expect(problems.map(({ file }) => file)).toEqual(['schema/billing/schema.graphql', 'schema/sales/schema.graphql']);
  });

  test('a domain whose file misses', () => {
    const { root, write } = projectOf();
    write(
      'supergraph.yaml',
      'subgraphs:\n  hr: { routing_url: "http://h/", schema: { file: ./schema/hr/schema.graphql } }\n',
    );
    expect(() => composeSupergraph(root)).toThrow('The file schema/hr/schema.graphql does not exist. — write it');
  });
});
