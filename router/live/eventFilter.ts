import { Environment } from '@marcbachmann/cel-js';
import { CodedError } from '#platform/errors/codedError.ts';
import type { Principal } from '#platform/identity/principal.ts';
import { type FilterRoute, filterRoute } from './filterRoute.ts';

/** Decides whether an event passes for the given arguments and user. Throws what the expression throws. */
export interface EventFilter {
  readonly mentionsUser: boolean;
  /** Where to look for the events that may pass. */
  readonly route: FilterRoute | undefined;
  passes(event: Readonly<Record<string, unknown>>, args: Readonly<Record<string, unknown>>, user: Principal): boolean;
}

const everything: EventFilter = { mentionsUser: false, route: undefined, passes: () => true };

const environment = new Environment({ homogeneousAggregateLiterals: false })
  .registerVariable('event', 'dyn')
  .registerVariable('args', 'dyn')
  .registerVariable('user', 'dyn');

/**
 * Compiles the filter of an `@eventStream`, in the Common Expression Language (https://cel.dev), once per field.
 * `event` is the payload, `args` the field's arguments (null where absent), `user` has id, roles, scopes, attributes.
 *
 * @throws CodedError SUPERGRAPH_INVALID when the expression is not CEL or names unknown variables
 */
export function eventFilter(expression: string | undefined, field: string): EventFilter {
  if (expression === undefined) return everything;
  let program: ReturnType<Environment['parse']>;
  try {
    program = environment.parse(expression);
    const { valid, error } = program.check();
    if (!valid) throw error;
  } catch (cause) {
    throw new CodedError('SUPERGRAPH_INVALID', {
      message: `The filter of Subscription.${field} is not usable: ${(cause as Error).message}`,
      cause,
    });
  }
  return {
    mentionsUser: /\buser\b/.test(expression),
    route: filterRoute(program.ast),
    passes: (event, args, { userId, roles, scopes, attributes }) =>
      program({ event, args, user: { id: userId, roles, scopes, attributes } }) === true,
  };
}
