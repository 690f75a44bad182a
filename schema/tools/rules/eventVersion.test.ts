import { expect, test } from '@jest/globals';
import { eventVersion } from './eventVersion.ts';
import { leadEvent } from './testing/leadEvent.ts';
import { reportsOf } from './testing/reportsOf.ts';

test.each(['0.1.0', '1.0.0', '12.30.45'])('accepts %s', (version) => {
  expect(reportsOf(eventVersion, { crm: { events: leadEvent.replace('1.0.0', version) } })).toEqual([]);
});

test.each(['1', '1.0', 'v1.0.0', '01.0.0', '1.0.0-beta', ''])('refuses "%s"', (version) => {
  expect(reportsOf(eventVersion, { crm: { events: leadEvent.replace('1.0.0', version) } })).toEqual([
    `crm/events.graphql:1:57: LeadCreated has the version "${version}". — write it as major.minor.patch, e.g. "1.0.0"`,
  ]);
});
