import { Environment } from '@marcbachmann/cel-js';
import { parse as parseYaml } from 'yaml';
import { CodedError } from '#platform/errors/codedError.ts';
import type { Principal } from '#platform/identity/principal.ts';

/** The policies that `@policy` names. */
export interface Policies {
  /** Whether a policy is met. One that is not known, or cannot be judged, is not met. */
  isMet(policy: string, principal: Principal, args: Readonly<Record<string, unknown>>): boolean;
}

/** Meets nothing: what nobody can decide stays closed. */
export const noPolicies: Policies = { isMet: () => false };

const environment = new Environment({ homogeneousAggregateLiterals: false })
  .registerVariable('user', 'dyn')
  .registerVariable('tenant', 'dyn')
  .registerVariable('args', 'dyn');

/**
 * Reads policies from a YAML text, `policies: { name: expression }`, in the Common Expression Language (https://cel.dev).
 * `user` has id, roles, scopes and attributes, `tenant` has id and slug, `args` are the field's arguments, null where absent.
 *
 * @throws CodedError POLICIES_INVALID that names every policy which is not CEL
 */
export function readPolicies(yaml: string, source: string): Policies {
  const fault = (what: string): CodedError =>
    new CodedError('POLICIES_INVALID', { message: `The policies file ${source} ${what}.` });
  let content: unknown;
  try {
    content = parseYaml(yaml, { maxAliasCount: 10 });
  } catch {
    throw fault('is not YAML');
  }
  const policies = (content as { policies?: unknown } | null)?.policies;
  if (typeof policies !== 'object' || policies === null || Array.isArray(policies))
    throw fault('has no map "policies"');
  const programs = new Map<string, ReturnType<Environment['parse']>>();
  const faults: string[] = [];
  for (const [name, expression] of Object.entries(policies)) {
    try {
      if (typeof expression !== 'string') throw new Error('it is no text');
      const program = environment.parse(expression);
      const { valid, error } = program.check();
      if (!valid) throw error;
      programs.set(name, program);
    } catch (error) {
      faults.push(`${name} (${(error as Error).message.split('\n', 1)[0]})`);
    }
  }
  if (faults.length > 0) throw fault(`has policies that are not CEL: ${faults.join(', ')}`);

  return {
    isMet(policy, { userId, roles, scopes, attributes, tenantId, tenantSlug }, args) {
      const program = programs.get(policy);
      if (!program) return false;
      try {
        const user = { id: userId, roles, scopes, attributes };
        return program({ user, tenant: { id: tenantId, slug: tenantSlug }, args }) === true;
      } catch {
        return false;
      }
    },
  };
}
