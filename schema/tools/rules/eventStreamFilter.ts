import { Environment } from '@marcbachmann/cel-js';
import { membersRead } from './reading/celMembers.ts';
import { argumentNode, stringArgument } from './reading/directivesOn.ts';
import { eventStreams } from './reading/eventStreams.ts';
import { suggestion } from './reading/suggestion.ts';
import type { SchemaRule } from './schemaRule.ts';

const environment = new Environment()
  .registerVariable('event', 'map<string, dyn>')
  .registerVariable('args', 'map<string, dyn>')
  .registerVariable('user', 'map<string, dyn>');

/**
 * The `filter` of an `@eventStream` must be CEL that yields a boolean over `event`, `args` and `user`, and may read only
 * payload fields and arguments that exist: a misspelt one would silence the subscription without a word. Personal data
 * reaches the router masked only, so a filter cannot read it.
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md
 */
export const eventStreamFilter: SchemaRule = (context) => {
  for (const { field, directive, topic, event } of eventStreams(context)) {
    const filter = stringArgument(directive, 'filter');
    if (filter === undefined) continue;
    const node = argumentNode(directive, 'filter');
    const checked = environment.check(filter);
    if (!checked.valid) {
      const reason = checked.error?.message.split('\n')[0] ?? 'it does not parse';
      context.report(node, `The filter is not valid CEL: ${reason}.`, 'it may use `event`, `args` and `user`');
      continue;
    }
    if (checked.type !== 'bool' && checked.type !== 'dyn') {
      context.report(node, `The filter yields ${checked.type}.`, 'write an expression that is true or false');
    }
    const readable = event?.fields.filter(({ pii }) => !pii).map(({ name }) => name);
    const masked = event?.fields.filter(({ pii }) => pii).map(({ name }) => name) ?? [];
    const members = {
      event: { known: readable, owner: `the payload of "${topic}"` },
      args: { known: (field.arguments ?? []).map(({ name }) => name.value), owner: `field ${field.name.value}` },
    };
    for (const [variable, { known, owner }] of Object.entries(members)) {
      for (const name of membersRead(filter, variable)) {
        if (!known || known.includes(name)) continue;
        if (variable === 'event' && masked.includes(name)) {
          context.report(node, `The filter reads event.${name}, which is @pii.`, 'personal data is masked here');
          continue;
        }
        const hint = suggestion(name, known, known.length > 0 ? `use one of ${known.join(', ')}` : 'there is none');
        context.report(node, `The filter reads ${variable}.${name}, which ${owner} does not have.`, hint);
      }
    }
  }
};
