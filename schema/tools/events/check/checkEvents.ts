import { loadSubgraphSchemas } from '../../loadSubgraphSchemas.ts';
import { lintSchema } from '../../rules/lintSchema.ts';
import { SchemaInvalid } from '../../schemaProblem.ts';
import { readEvents } from '../readEvents.ts';
import { missingEntries } from '../release/changelog.ts';
import { contractOf, type ReleasedContract, readReleased } from '../release/releasedContracts.ts';
import { brokenConsumers } from './brokenConsumers.ts';
import { compareContracts } from './compareContracts.ts';
import type { ContractChange } from './contractChange.ts';
import type { KnownConsumer } from './knownConsumer.ts';
import { liveFieldConsumers } from './liveFieldConsumers.ts';
import { subgraphConsumers } from './subgraphConsumers.ts';
import { subscriberConsumers } from './subscriberConsumers.ts';
import { largestBump, versionFault } from './versionFault.ts';

/** A change, and whom it breaks. */
export interface JudgedChange extends ContractChange {
  readonly breaks: readonly KnownConsumer[];
}

/** What the check found. */
export interface EventsReport {
  readonly released: readonly ReleasedContract[];
  readonly present: readonly ReleasedContract[];
  readonly changes: readonly JudgedChange[];
  /** Versions that are not raised as the changes demand, as `<topic> <fault>`. */
  readonly versionFaults: readonly string[];
  /** Topics whose version is raised, or that changed, since the release. */
  readonly unreleased: readonly string[];
  /** Released versions that the changelog does not have. */
  readonly missingEntries: readonly string[];
}

/**
 * Compares the events of the project with those released last.
 * @param consumersOf gives the consumers of the subgraphs; reads their definitions unless given
 * @throws SchemaInvalid when the SDL breaks a rule
 */
export async function checkEvents(root: string, consumersOf = subgraphConsumers): Promise<EventsReport> {
  const sources = { subgraphs: loadSubgraphSchemas(root), events: readEvents(root) };
  const problems = lintSchema(sources);
  if (problems.length > 0) throw new SchemaInvalid(problems);
  const released = readReleased(root);
  const present = sources.events.map(contractOf);
  const consumers = [
    ...(await consumersOf(sources.subgraphs.map(({ name }) => name))),
    ...liveFieldConsumers(sources),
    ...subscriberConsumers(root),
  ];
  const changes = compareContracts(released, present).map((change) => ({
    ...change,
    breaks: brokenConsumers(change, consumers),
  }));
  const ofTopic = Map.groupBy(changes, ({ topic }) => topic);
  const before = new Map(released.map(({ topic, version }) => [topic, version]));
  const raised = present.filter(({ topic, version }) => before.has(topic) && before.get(topic) !== version);
  return {
    released,
    present,
    changes,
    versionFaults: present.flatMap(({ topic, version }) => {
      const bump = largestBump((ofTopic.get(topic) ?? []).map((change) => change.bump));
      const fault = before.has(topic) ? versionFault(before.get(topic)!, version, bump) : undefined;
      return fault ? [`${topic} ${fault}`] : [];
    }),
    unreleased: [...new Set([...ofTopic.keys(), ...raised.map(({ topic }) => topic)])].sort(),
    missingEntries: missingEntries(root, released),
  };
}

/** Changes after which a consumer fails, or events in the log can no longer be read. */
export function breakingChanges({ changes }: Pick<EventsReport, 'changes'>): JudgedChange[] {
  return changes.filter(({ breaks, backwardFault }) => breaks.length > 0 || backwardFault !== undefined);
}
