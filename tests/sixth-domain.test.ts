import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { copyProject, type ProjectCopy } from './sixth-domain/projectCopy.ts';

const codegen = ['node_modules/@graphql-codegen/cli/esm/bin.js', '--config', 'codegen.yml'];
const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js'];

/** What tests/sixth-domain/probe.ts prints. */
interface Seen {
  created: { id: string; title: string }[];
  frames: Seen['created'];
  own: { tenant: { slug: string }; sixthItems: { edges: { node: object }[] } };
  foreign: Seen['own'];
  createdByGlobex: Seen['created'][number];
  frameOfGlobex: Seen['created'][number];
}

describe('a sixth domain', () => {
  let copy: ProjectCopy;
  let before: Record<string, string>;

  beforeAll(async () => {
    copy = await copyProject();
    await generate();
    await copy.write('tsconfig.sixth.json', '{ "extends": "./tsconfig.json", "include": ["subgraphs/sixth"] }');
    before = await copy.files();
    await copy.node('tools/scaffold/newDomain.ts', 'sixth');
  });

  afterAll(() => copy.remove());

  /** `npm run compose` and `npm run codegen`. */
  async function generate(): Promise<void> {
    await copy.node('schema/tools/compose.ts');
    await copy.node(...codegen);
  }

  test('is one folder, one SDL folder and one line in supergraph.yaml', async () => {
    const after = await copy.files();
    const changed = Object.keys({ ...before, ...after }).filter((path) => before[path] !== after[path]);
    const elsewhere = changed.filter((path) => !/^(subgraphs|schema)\/sixth\//.test(path));
    expect(changed.length).toBeGreaterThan(10);
    expect(elsewhere).toEqual(['supergraph.yaml']);
  });

  test('composes, gets its types, and is well formed', async () => {
    await generate();
    const after = await copy.files();
    expect(after['schema/generated/supergraph.graphql']).not.toBe(before['schema/generated/supergraph.graphql']);
    expect(after).toHaveProperty(['schema/generated/subgraphs/sixth.ts']);
    await copy.node('node_modules/@biomejs/biome/bin/biome', 'check', 'subgraphs/sixth', 'schema/sixth');
    await copy.node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.sixth.json');
  });

  test('passes the tests that it was born with: tables of two tenants, its list, its event', async () => {
    await copy.node(...jest, '--runInBand', 'subgraphs/sixth');
  });

  test('runs in the whole platform: its tenants are provisioned, the router queries it and streams its event', async () => {
    const seen = JSON.parse(await copy.node('tests/sixth-domain/probe.ts')) as Seen;
    const { created, frames, own, foreign, createdByGlobex, frameOfGlobex } = seen;
    expect(created.map(({ title }) => title)).toEqual(['First', 'Second']);
    // Items are keyed one by one, so the order of their events among one another is open.
    expect(new Set(frames.map(({ id }) => id))).toEqual(new Set(created.map(({ id }) => id)));
    expect(own.tenant.slug).toBe('acme');
    expect(own.sixthItems.edges.map(({ node }) => node).reverse()).toEqual(created);
    expect(foreign).toEqual({ tenant: { slug: 'globex' }, sixthItems: { edges: [] } });
    expect(frameOfGlobex).toEqual(createdByGlobex);
  });

  test('is not removed with work in it unless that is said, and leaves nothing behind', async () => {
    await copy.write('subgraphs/sixth/domain/rule.ts', 'export const rule = 1;\n');
    const remove = ['tools/scaffold/newDomain.ts', 'sixth', '--remove'];
    await expect(copy.node(...remove)).rejects.toThrow(
      /"sixth" has been worked on \(subgraphs\/sixth\/domain\/rule\.ts\)/,
    );
    await copy.node(...remove, '--force');
    await generate();
    expect(await copy.files()).toEqual(before);
  });
});
