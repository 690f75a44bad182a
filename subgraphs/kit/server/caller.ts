import type { Principal } from '#platform/identity/principal.ts';

/** Key under which a request's context keeps who asks, where resolvers do not meet it. */
export const callerOf = Symbol('caller');

/** A context as the access guards see it: `null` when nobody is signed in. */
export interface Caller {
  readonly [callerOf]: Principal | null;
}
