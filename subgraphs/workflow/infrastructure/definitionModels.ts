import { defineTable } from '#kit/tenancy/defineTable.ts';

/** The XML of a definition, diagram included, as it was deployed. */
export interface DefinitionModelRow {
  definitionId: string;
  xml: string;
}

export const definitionModels = defineTable<DefinitionModelRow>(
  'definition_models',
  { definitionId: 'uuid', xml: 'text' },
  ['definitionId'],
);
