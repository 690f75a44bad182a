import { eventContracts } from '#generated/events.ts';
import type { EventContract } from '#platform/events/eventContract.ts';
import type { EventRecord } from '#platform/events/eventRecord.ts';
import { maskPersonalData } from '#platform/pii/maskPersonalData.ts';
import type { DeadLetter } from './deadLetters.ts';

/** The contract of a topic, if there is one. */
export const contractOf = (topic: string): EventContract | undefined =>
  (eventContracts as Readonly<Record<string, EventContract>>)[topic];

/** An event as operators may see it: `***` for personal data. */
export function visibleEvent<E extends EventRecord>(event: E): E {
  return maskPersonalData(event, contractOf(event.topic));
}

/** A dead letter as operators may see it. */
export function visibleLetter({ payloadLeftOut, ...letter }: DeadLetter) {
  return { ...letter, event: visibleEvent(letter.event), ...(payloadLeftOut && { payload_left_out: true }) };
}

/** Columns with two spaces between, as wide as their widest cell. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]!.length))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}
