import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';

/** PostgreSQL type of a column; a trailing `?` lets it be NULL. */
export type ColumnType =
  `${'uuid' | 'text' | 'text[]' | 'integer' | 'boolean' | 'numeric' | 'double precision' | 'timestamptz' | 'jsonb' | 'char(3)'}${'' | '?'}`;

/**
 * Defines a table of a tenant's schema as a TypeORM entity. Columns are named as their properties, in snake_case:
 * property `assignedToId` is column `assigned_to_id`. The primary key is `id` unless named.
 *
 * @param name table name, e.g. `leads`
 * @param columns PostgreSQL type of each property
 * @param primaryKey properties of the primary key
 */
export function defineTable<Row extends object>(
  name: string,
  columns: { readonly [P in keyof Row & string]: ColumnType },
  primaryKey: readonly (keyof Row & string)[] = ['id' as keyof Row & string],
): EntitySchema<Row> {
  const options: Record<string, EntitySchemaColumnOptions> = {};
  for (const [property, type] of Object.entries<ColumnType>(columns)) {
    options[property] = {
      ...columnType(type),
      name: columnName(property),
      primary: primaryKey.includes(property as keyof Row & string),
    };
  }
  return new EntitySchema<Row>({ name, tableName: name, columns: options as never });
}

/** Column of a property: `assignedToId` becomes `assigned_to_id`. */
export function columnName(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function columnType(type: ColumnType): EntitySchemaColumnOptions {
  const nullable = type.endsWith('?');
  const base = nullable ? type.slice(0, -1) : type;
  if (base === 'text[]') return { type: 'text', array: true, nullable };
  if (base === 'char(3)') return { type: 'char', length: 3, nullable };
  return { type: base as 'uuid', nullable };
}
