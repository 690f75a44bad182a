import { CodedError } from '#platform/errors/codedError.ts';
import type { SubgraphDefinition } from './subgraphDefinition.ts';

export type { BackgroundWork, SubgraphDefinition } from './subgraphDefinition.ts';

const nameOfDomain = /^[a-z][a-z0-9]{0,30}$/;
const nameOfMigration = /^\d{3}-[a-z0-9-]+$/;
const nameOfConsumer = /^[a-z][a-z0-9.-]{0,62}$/;

/**
 * Checks a subgraph's definition and gives it back.
 *
 * @throws CodedError DEFINITION_INVALID naming every fault at once: bad or repeated names, migrations out of order
 */
export function defineSubgraph(definition: SubgraphDefinition): SubgraphDefinition {
  const faults = [
    ...(nameOfDomain.test(definition.name) ? [] : [`name "${definition.name}" must match ${nameOfDomain}`]),
    ...faultsOfMigrations('migrations', definition.migrations),
    ...faultsOfMigrations('sharedMigrations', definition.sharedMigrations ?? []),
    ...faultsOfNames(
      'consumer',
      nameOfConsumer,
      (definition.consumers ?? []).map((consumer) => consumer.name),
    ),
  ];
  if (faults.length > 0) {
    throw new CodedError('DEFINITION_INVALID', {
      message: `Subgraph "${definition.name}" is not well defined: ${faults.join('; ')}.`,
    });
  }
  return definition;
}

function faultsOfMigrations(list: string, migrations: readonly { name: string; up: string }[]): string[] {
  const names = migrations.map((migration) => migration.name);
  const sorted = [...names].sort();
  return [
    ...faultsOfNames('migration', nameOfMigration, names),
    ...(names.some((name, index) => name !== sorted[index]) ? [`${list} must be in the order of their numbers`] : []),
    ...migrations.filter(({ up }) => up.trim() === '').map(({ name }) => `migration "${name}" is empty`),
  ];
}

function faultsOfNames(what: string, pattern: RegExp, names: readonly string[]): string[] {
  const malformed = names.filter((name) => !pattern.test(name));
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  return [
    ...malformed.map((name) => `${what} "${name}" must match ${pattern}`),
    ...repeated.map((name) => `${what} "${name}" is defined twice`),
  ];
}
