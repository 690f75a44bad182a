import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ContractChange } from '../check/contractChange.ts';

/** One event's line in the changelog. */
export interface ChangelogEntry {
  readonly topic: string;
  /** The version released; nothing when the event was removed. */
  readonly version: string | undefined;
  readonly changes: readonly ContractChange[];
}

const file = 'docs/architecture/event-schemas/changelog.md';
const head = `# Changelog of event contracts

Newest first. \`npm run events:release\` adds the entries; \`npm run events:check\` demands one for each version.
`;

/** How an entry is found again: topic and version in bold. */
const title = ({ topic, version }: Pick<ChangelogEntry, 'topic' | 'version'>): string =>
  `**${topic} ${version ?? 'removed'}**`;

/** Adds a release above the earlier ones. */
export function addToChangelog(
  root: string,
  entries: readonly ChangelogEntry[],
  { date, reason }: { date: string; reason?: string | undefined },
): void {
  const path = join(root, file);
  const earlier = existsSync(path) ? readFileSync(path, 'utf8').slice(head.length) : '';
  const lines = entries.map((entry) => `- ${title(entry)}: ${entry.changes.map(textOf).join('; ')}`);
  const release = [`## ${date}`, ...(reason ? [`Breaks consumers: ${reason}`] : []), lines.join('\n')].join('\n\n');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${head}\n${release}\n${earlier}`);
}

/** Released versions without an entry, as `<topic> <version>`. */
export function missingEntries(root: string, released: readonly { topic: string; version: string }[]): string[] {
  const path = join(root, file);
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return released.filter((each) => !text.includes(title(each))).map(({ topic, version }) => `${topic} ${version}`);
}

function textOf({ what, bump, backwardFault }: ContractChange): string {
  return `${what} (${bump}${backwardFault ? ', not backward compatible' : ''})`;
}
