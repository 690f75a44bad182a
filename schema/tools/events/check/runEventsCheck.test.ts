import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { projectRoot } from '../../projectRoot.ts';
import { type TemporaryProject, temporaryProject } from '../../testing/temporaryProject.ts';
import { salesEvents, twoDomains } from '../../testing/twoDomains.ts';
import { releaseEvents } from '../release/releaseEvents.ts';
import type { KnownConsumer } from './knownConsumer.ts';
import { runEventsCheck } from './runEventsCheck.ts';
import { subgraphConsumers } from './subgraphConsumers.ts';

const events = salesEvents.replace('  name:', '  status: String\n  name:');
const subscriber = `asyncapi: 3.0.0
info: { title: A data warehouse, version: 1.0.0 }
channels:
  renamed: { address: customer.renamed, messages: { any: { payload: { $ref: '#/components/schemas/Renamed' } } } }
operations:
  load: { action: receive, channel: { $ref: '#/channels/renamed' } }
  offer: { action: send, channel: { $ref: '#/channels/renamed' } }
components:
  schemas:
    Renamed: { type: object, properties: { customer_id: { type: string }, status: { type: string } } }
`;
const clerk: KnownConsumer = {
  name: 'billing.addresses',
  kind: 'subgraph',
  topic: 'customer.renamed',
  readsPersonalData: true,
};

let project: TemporaryProject;
let lines: string[];
const consumersOf = async () => [clerk];

beforeEach(async () => {
  project = temporaryProject(twoDomains);
  project.write('schema/sales/events.graphql', events);
  await release();
  lines = [];
});
afterEach(() => project.remove());

const release = (breaking?: string) => releaseEvents({ root: project.root, date: '2026-11-20', breaking, consumersOf });
const change = (...replacements: [string, string][]) =>
  project.write(
    'schema/sales/events.graphql',
    replacements.reduce((text, [from, to]) => text.replace(from, to), events),
  );
const check = (json = false) =>
  runEventsCheck({ root: project.root, json, tell: (line) => lines.push(line), consumersOf });
const read = (file: string) => readFileSync(join(project.root, file), 'utf8');

describe('the check', () => {
  test('ends with 0 when everything is as released', async () => {
    expect(await check()).toBe(0);
    expect(lines).toEqual(['1 event contracts are as released.']);
  });

  test('ends with 2 for a compatible change until its version is raised and released', async () => {
    change(['  status', '  reason: String\n  status']);
    expect(await check()).toBe(2);
    expect(lines).toEqual([
      'minor: customer.renamed: field reason: String is new',
      'version: customer.renamed needs at least version 1.1.0',
      'Not released: customer.renamed. Run `npm run events:release` and commit the result.',
    ]);
    await expect(release()).rejects.toThrow('customer.renamed needs at least version 1.1.0');
    change(['  status', '  reason: String\n  status'], ['1.0.0', '1.1.0']);
    expect(await check()).toBe(2);
    expect(await release()).toEqual(['customer.renamed']);
    expect(await check()).toBe(0);
    expect(await release()).toEqual([]);
  });

  test('ends with 3 for a change that breaks consumers, and names those that it breaks', async () => {
    project.write('schema/subscribers/warehouse.yaml', subscriber);
    change(['  status: String\n', ''], ['1.0.0', '2.0.0']);
    expect(await check()).toBe(3);
    expect(lines[0]).toBe(
      'major: customer.renamed: field status is removed; breaks billing.addresses (subgraph, may read it), warehouse.load (subscriber)',
    );
    await expect(release()).rejects.toThrow('This breaks consumers');
  });

  test('names live fields that read what is gone, and not those that do not', async () => {
    change(['  customer_id: ID!', '  customer_id: ID! @pii'], ['key: "customer_id"', 'key: "tenant_id"']);
    expect(await check()).toBe(1);
    change(['key: "customer_id"', 'key: "tenant_id"']);
    lines = [];
    expect(await check(true)).toBe(3);
    const [{ breaks }] = JSON.parse(lines[0]!).changes;
    expect(breaks.map(({ name }: KnownConsumer) => name)).toEqual([
      'billing.addresses',
      'Subscription.customerRenamed',
    ]);
  });

  test('ends with 3 when events in the log could not be read any more, whoever consumes them', async () => {
    change(['status: String', 'status: Int'], ['1.0.0', '2.0.0']);
    expect(await check(true)).toBe(3);
    const { exitCode, changes } = JSON.parse(lines[0]!);
    expect(exitCode).toBe(3);
    expect(changes).toEqual([
      expect.objectContaining({ bump: 'major', backwardFault: expect.any(String), breaksReadersOf: 'status' }),
    ]);
  });

  test('a field that becomes personal spares those who have the right', async () => {
    project.write('schema/subscribers/warehouse.yaml', subscriber);
    change(['status: String', 'status: String @pii'], ['1.0.0', '2.0.0']);
    expect(await check()).toBe(3);
    expect(lines[0]).toContain('breaks warehouse.load (subscriber)');
    expect(lines[0]).not.toContain('billing.addresses');
  });

  test('ends with 1 when the SDL is not valid', async () => {
    change(['status: String', 'status: Unheard']);
    expect(await check()).toBe(1);
    expect(lines.join()).toContain('schema/sales/events.graphql:5:');
  });

  test('misses the entry of a version in the changelog', async () => {
    project.write('docs/architecture/event-schemas/changelog.md', '# Changelog of event contracts\n');
    expect(await check()).toBe(2);
    expect(lines).toEqual(['changelog: there is no entry for customer.renamed 1.0.0']);
  });
});

describe('the release', () => {
  test('keeps contracts, the Avro schema of each version, and a changelog with the newest first', async () => {
    change(['  status: String\n', ''], ['1.0.0', '2.0.0']);
    await release('the warehouse is gone');
    const changelog = read('docs/architecture/event-schemas/changelog.md');
    const [newest, first] = [changelog.indexOf('**customer.renamed 2.0.0**'), changelog.indexOf('renamed 1.0.0**')];
    expect(newest).toBeGreaterThan(0);
    expect(first).toBeGreaterThan(newest);
    expect(changelog).toContain('Breaks consumers: the warehouse is gone');
    expect(changelog.match(/^# /gm)).toHaveLength(1);
    for (const version of ['1.0.0', '2.0.0'])
      expect(JSON.parse(read(`schema/released/avro/customer.renamed/${version}.avsc`))).toMatchObject({ version });
    expect(await check()).toBe(0);
  });

  test('of a removed event notes that, and keeps its schemas', async () => {
    rmSync(join(project.root, 'schema/sales/events.graphql'));
    project.write(
      'schema/sales/schema.graphql',
      twoDomains.sales.replace(/extend type Subscription \{[^}]*\}[^}]*\}/, ''),
    );
    await expect(release()).rejects.toThrow('the event is removed');
    await release('nobody listens any more');
    expect(read('docs/architecture/event-schemas/changelog.md')).toContain('**customer.renamed removed**');
    expect(existsSync(join(project.root, 'schema/released/avro/customer.renamed/1.0.0.avsc'))).toBe(true);
  });
});

test('the consumers of the project are found in its definitions', async () => {
  const consumers = await subgraphConsumers(['erp', 'tenant']);
  expect(consumers).toContainEqual({
    name: 'erp.orders-of-won-deals',
    kind: 'subgraph',
    topic: 'deal.stage.changed',
    readsPersonalData: false,
  });
  await expect(subgraphConsumers(['nothing'])).rejects.toThrow();
});

test('the project itself is as released', async () => {
  const told: string[] = [];
  expect([await runEventsCheck({ root: projectRoot, json: false, tell: (line) => told.push(line) }), told]).toEqual([
    0,
    [expect.stringContaining('event contracts are as released.')],
  ]);
});
