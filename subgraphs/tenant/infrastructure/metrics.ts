import { defineTable } from '#kit/tenancy/defineTable.ts';

/** A measure as it is stored. */
export interface MetricRow {
  id: string;
  name: string;
  value: number;
  unit: string;
  measuredAt: string;
}

export const metrics = defineTable<MetricRow>('metrics', {
  id: 'uuid',
  name: 'text',
  value: 'double precision',
  unit: 'text',
  measuredAt: 'timestamptz',
});
