import { EntitySchema } from 'typeorm';
import type { StoreDefinition } from '../tenancy/storeDefinition.ts';

/** A row of the kit's test domain. */
export interface Note {
  id: string;
  text: string;
  createdAt: Date;
}

/** The kit's test domain as TypeORM sees it. */
export const noteEntity = new EntitySchema<Note>({
  name: 'Note',
  tableName: 'notes',
  columns: {
    id: { type: 'uuid', primary: true, default: () => 'gen_random_uuid()' },
    text: { type: 'text' },
    createdAt: { name: 'created_at', type: 'timestamptz', createDate: true },
  },
});

/** The smallest domain that shows everything a store does; what the kit's own tests run on. */
export const notesDefinition: StoreDefinition = {
  name: 'notes',
  entities: [noteEntity],
  migrations: [
    {
      name: '001-notes',
      up: `CREATE TABLE notes (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        text text NOT NULL,
        amount numeric(19, 4) NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT now()
      )`,
    },
    { name: '002-audit', up: 'CREATE TABLE audit (text text); REVOKE UPDATE, DELETE ON audit FROM {{tenant_role}}' },
  ],
  sharedMigrations: [{ name: '001-slugs', up: 'CREATE TABLE slugs (slug text PRIMARY KEY, tenant_id uuid NOT NULL)' }],
  onProvision: async (transaction) => {
    await transaction.query('INSERT INTO notes (text) VALUES ($1)', [`welcome ${transaction.tenantId}`]);
  },
};
