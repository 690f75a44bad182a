import type { EventSchema, EventSchemas } from '../eventSchemas.ts';

/** A schema with every type that events have; further fields may be added. */
export function noteSchema(version: string, ...more: EventSchema['fields']): EventSchema {
  return {
    type: 'record',
    name: 'NoteTaken',
    namespace: 'inopsio.events.notes',
    topic: 'note.taken',
    version,
    fields: [
      { name: 'note_id', type: 'string' },
      { name: 'tags', type: { type: 'array', items: 'string' } },
      { name: 'pages', type: 'int' },
      { name: 'weight', type: ['null', 'double'], default: null },
      {
        name: 'price',
        type: ['null', { type: 'bytes', logicalType: 'decimal', precision: 19, scale: 4 }],
        default: null,
      },
      { name: 'facts', type: ['null', { type: 'string', logicalType: 'json' }], default: null },
      { name: 'taken_at', type: { type: 'long', logicalType: 'timestamp-micros' } },
      ...more,
    ],
  };
}

/** A payload of it. */
export const note = {
  note_id: 'n1',
  tags: ['a', 'ü'],
  pages: 3,
  weight: 1.5,
  price: '-1234.50',
  facts: { deep: [1, null, 'x'] },
  taken_at: '2026-01-31T09:30:00.123Z',
};

/** What a program knows that writes the first of these schemas. */
export function knowing(current: EventSchema, ...released: EventSchema[]): EventSchemas {
  return { current: new Map([['note.taken', current]]), released };
}
