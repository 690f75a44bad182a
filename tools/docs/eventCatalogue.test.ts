import { expect, test } from '@jest/globals';
import { parse, Source } from 'graphql';
import { parseEvents } from '#schema/tools/events/readEvents.ts';
import { leadEvent, leadStream } from '#schema/tools/rules/testing/leadEvent.ts';
import { eventCatalogue } from './eventCatalogue.ts';

test('shows contract, fields, personal data and the live field that an event feeds', () => {
  const events = parseEvents('crm', new Source(leadEvent.replace('source: String!', '"Whence." source: String! @pii')));
  const domain = parse(leadStream('topic: "lead.created", entity: "{ id: lead_id }"'));
  const subgraph = { name: 'crm', routingUrl: '', schemaFile: 'crm/schema.graphql', domain, document: domain };
  const page = eventCatalogue({ subgraphs: [subgraph], events });
  expect(page).toContain('1 event of 1 domain.');
  expect(page).toContain('| [`lead.created`](#leadcreated) | crm | 1.0.0 | `lead_id` | yes |');
  expect(page).toContain('Type `LeadCreated`, version 1.0.0, key `lead_id`. Feeds the live field `leadCreated`.');
  expect(page).toContain('| `source` | `String!` | yes | Whence. |');
  expect(page).toContain('| `owner_id` | `ID` |  |  |');
});
