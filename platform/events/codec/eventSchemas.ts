import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** An event's Avro schema as JSON. */
export interface EventSchema {
  readonly type: 'record';
  readonly name: string;
  readonly namespace: string;
  readonly topic: string;
  readonly version: string;
  readonly fields: readonly { readonly name: string; readonly [attribute: string]: unknown }[];
}

/** What is known of the events' schemas without a registry. */
export interface EventSchemas {
  /** By topic: what this program writes, and what it reads everything as. */
  readonly current: ReadonlyMap<string, EventSchema>;
  /** Those of earlier versions, whose events may still lie in the log. */
  readonly released: readonly EventSchema[];
}

/** Reads the schemas that `npm run compose` and `npm run events:release` wrote. */
export function readEventSchemas(root: string): EventSchemas {
  const generated = globSync('schema/generated/avro/*.avsc', { cwd: root }).sort();
  const released = globSync('schema/released/avro/*/*.avsc', { cwd: root }).sort();
  return {
    current: new Map(generated.map((path) => [basename(path, '.avsc'), read(join(root, path))])),
    released: released.map((path) => read(join(root, path))),
  };
}

/** The mark of a generated file is of no interest to a registry. */
function read(path: string): EventSchema {
  const { comment: _mark, ...schema } = JSON.parse(readFileSync(path, 'utf8'));
  return schema;
}
