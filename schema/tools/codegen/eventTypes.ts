import type { PluginFunction } from '@graphql-codegen/plugin-helpers';
import { payloadScalars } from '../events/payloadScalars.ts';
import type { EventDeclaration, EventField } from '../events/readEvents.ts';
import { readEvents } from '../events/readEvents.ts';
import { projectRoot } from '../projectRoot.ts';
import { generatedMark } from './generatedMark.ts';

/**
 * Plugin of GraphQL Code Generator that writes the payload types and contracts of all domain events.
 * It reads the files itself instead of taking the merged schema: the domain of an event is the folder that declares it.
 */
export const plugin: PluginFunction = () => renderEventTypes(readEvents(projectRoot));

/** TypeScript module with one interface per event, the topics, and the contracts that checks at run time use. */
export function renderEventTypes(events: readonly EventDeclaration[]): string {
  return [
    generatedMark('schema/*/events.graphql'),
    "import type { EventContract } from '#platform/events/eventContract.ts';\n",
    ...events.map(renderPayload),
    '/** Payload of every topic. */',
    `export interface EventPayloads {\n${events.map((e) => `  '${e.topic}': ${e.type};`).join('\n')}\n}\n`,
    'export type Topic = keyof EventPayloads;\n',
    '/** What is known of every event at run time. */',
    'export const eventContracts: { readonly [T in Topic]: EventContract } = {',
    ...events.map(renderContract),
    '};\n',
  ].join('\n');
}

function renderPayload(event: EventDeclaration): string {
  const description = event.description.replace(/\s+/g, ' ').replaceAll('*/', '* /');
  const comment = `${description} Topic \`${event.topic}\`, version ${event.version}, keyed by \`${event.key}\`.`;
  const fields = event.fields.map((field) => `  ${field.name}: ${fieldType(field)};`);
  return `/** ${comment.trim()} */\nexport interface ${event.type} {\n${fields.join('\n')}\n}\n`;
}

function fieldType(field: EventField): string {
  const scalar = payloadScalars[field.type] ?? 'unknown';
  return `${field.list ? `readonly ${scalar}[]` : scalar}${field.required ? '' : ' | null'}`;
}

function renderContract(event: EventDeclaration): string {
  const { topic, type, domain, version, key } = event;
  const head = Object.entries({ topic, type, domain, version, key }).map(([name, value]) => `${name}: '${value}'`);
  const fields = event.fields.map(
    (f) => `      { name: '${f.name}', type: '${f.type}', required: ${f.required}, list: ${f.list}, pii: ${f.pii} },`,
  );
  return `  '${topic}': {\n    ${head.join(', ')},\n    fields: [\n${fields.join('\n')}\n    ],\n  },`;
}
