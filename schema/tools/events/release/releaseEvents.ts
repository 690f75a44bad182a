import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { breakingChanges, checkEvents } from '../check/checkEvents.ts';
import { avroSchema } from '../contracts/avroSchema.ts';
import { readEvents } from '../readEvents.ts';
import { addToChangelog } from './changelog.ts';
import { writeReleased } from './releasedContracts.ts';

/** What to release. */
export interface EventsRelease {
  readonly root: string;
  /** Of the release, `YYYY-MM-DD`. */
  readonly date: string;
  /** Why consumers may break. Without it nothing is released that breaks any. */
  readonly breaking?: string | undefined;
  readonly consumersOf?: Parameters<typeof checkEvents>[1];
}

/**
 * Releases the events as they are: notes their contracts, keeps the Avro schema of each new version, and adds an entry
 * to the changelog.
 * @returns the topics that were released
 * @throws SchemaInvalid; Error when a version is not raised as it must, or consumers break and no reason is given
 */
export async function releaseEvents({ root, date, breaking, consumersOf }: EventsRelease): Promise<readonly string[]> {
  const { changes, versionFaults, unreleased, present } = await checkEvents(root, consumersOf);
  if (versionFaults.length > 0) throw new Error(`Correct the versions: ${versionFaults.join('; ')}.`);
  const broken = breakingChanges({ changes });
  if (broken.length > 0 && !breaking) {
    const what = broken.map(({ topic, what }) => `${topic}: ${what}`).join('; ');
    throw new Error(`This breaks consumers: ${what}. Give the reason with --breaking, or undo it.`);
  }
  if (unreleased.length === 0) return [];
  const versions = new Map(present.map(({ topic, version }) => [topic, version]));
  for (const event of readEvents(root).filter(({ topic }) => unreleased.includes(topic))) {
    const path = join(root, `schema/released/avro/${event.topic}/${event.version}.avsc`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${JSON.stringify(avroSchema(event), null, 2)}\n`);
  }
  const entries = unreleased.map((topic) => {
    const own = changes.filter((change) => change.topic === topic);
    const described = { topic, what: 'descriptions only', bump: 'patch' } as const;
    return { topic, version: versions.get(topic), changes: own.length > 0 ? own : [described] };
  });
  addToChangelog(root, entries, { date, reason: broken.length > 0 ? breaking : undefined });
  writeReleased(root, present);
  return unreleased;
}
