import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandLine } from './readCommandLine.ts';

/** Notes who asks for what. @throws when it cannot be written: then nothing is done */
export type Audit = (line: CommandLine) => Promise<void>;

/** The file of a data folder to which each command of the event desk adds a line. */
export const auditFile = (dataDir: string): string => join(dataDir, 'audit', 'events.jsonl');

/** Appends one line of JSON per command and syncs it before the command acts. Payloads are named by their fields only. */
export function auditTo(file: string): Audit {
  return async ({ as, command, target, options, confirm }) => {
    const { payload, ...rest } = options;
    const what = { command, ...(target !== undefined && { target }), ...rest, ...(confirm && { confirm }) };
    const entry = {
      at: new Date().toISOString(),
      as,
      ...what,
      ...(payload !== undefined && { fields: fieldsOf(payload) }),
    };
    await mkdir(join(file, '..'), { recursive: true, mode: 0o700 });
    const handle = await open(file, 'a', 0o600);
    try {
      await handle.appendFile(`${JSON.stringify(entry)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
  };
}

function fieldsOf(payload: string): string[] {
  try {
    return Object.keys(JSON.parse(payload));
  } catch {
    return [];
  }
}
