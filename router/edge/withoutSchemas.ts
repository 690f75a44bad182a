/**
 * Fastify's option for a server none of whose routes has JSON schemas: what compiles them, 180 modules, is not
 * loaded. A route with a schema is refused when it is added.
 */
export const withoutSchemas = { compilersFactory: { buildValidator: refuse, buildSerializer: refuse } };

/** @throws Error always */
function refuse(): never {
  throw new Error('Routes of the router have no JSON schemas.');
}
