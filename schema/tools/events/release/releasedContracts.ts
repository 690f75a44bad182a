import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { EventDeclaration, EventField } from '../readEvents.ts';

/** What a contract promises, without descriptions. */
export interface ReleasedContract {
  readonly topic: string;
  readonly type: string;
  readonly domain: string;
  readonly version: string;
  readonly key: string;
  readonly fields: readonly ReleasedField[];
}

/** What of a field is promised. */
export type ReleasedField = Pick<EventField, 'name' | 'type' | 'required' | 'list' | 'pii'>;

const file = 'schema/released/events.yaml';
const mark = '# Written by `npm run events:release`: the contracts as they were released last. Do not edit.\n\n';

/** The promise of an event as it is declared now. */
export function contractOf({ topic, type, domain, version, key, fields }: EventDeclaration): ReleasedContract {
  const plain = fields.map(({ name, type, required, list, pii }) => ({ name, type, required, list, pii }));
  return { topic, type, domain, version, key, fields: plain };
}

/** The contracts that were released last; none before the first release. */
export function readReleased(root: string): ReleasedContract[] {
  const path = join(root, file);
  return existsSync(path) ? (parse(readFileSync(path, 'utf8')) ?? []) : [];
}

/** Notes the contracts as released, by topic in alphabetical order. */
export function writeReleased(root: string, contracts: readonly ReleasedContract[]): void {
  const sorted = contracts.toSorted((a, b) => (a.topic < b.topic ? -1 : 1));
  const path = join(root, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${mark}${stringify(sorted, { lineWidth: 0, aliasDuplicateObjects: false })}`);
}
