import type { EntitySchema } from 'typeorm';
import { identifier } from './identifier.ts';

/** Gives a table's SQL name; the session's search path says whose. */
export function tableName<Row extends object>(table: EntitySchema<Row>): string {
  const { tableName: given, name, schema } = table.options;
  const own = identifier(given ?? name);
  return schema ? `${identifier(schema)}.${own}` : own;
}
