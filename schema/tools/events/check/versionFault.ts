import type { Bump } from './contractChange.ts';

const order: readonly Bump[] = ['patch', 'minor', 'major'];

/** The largest of the bumps that changes demand. */
export function largestBump(bumps: readonly Bump[]): Bump | undefined {
  return order.findLast((bump) => bumps.includes(bump));
}

/**
 * What is wrong with going from one version to another when the changes demand the bump; nothing when it is right.
 * @see https://semver.org
 */
export function versionFault(from: string, to: string, bump: Bump | undefined): string | undefined {
  const [old, young] = [from, to].map((version) => version.split('.').map(Number)) as [number[], number[]];
  const raised = [0, 1, 2].find((part) => old[part] !== young[part]);
  if (raised === undefined) return bump && `needs at least version ${raisedBy(old, bump)}`;
  if (young[raised]! < old[raised]!) return `goes back from version ${from} to ${to}`;
  const made = order[2 - raised]!;
  if (bump && order.indexOf(made) < order.indexOf(bump)) return `needs at least version ${raisedBy(old, bump)}`;
  return undefined;
}

function raisedBy([major, minor, patch]: number[], bump: Bump): string {
  if (bump === 'major') return `${major! + 1}.0.0`;
  return bump === 'minor' ? `${major}.${minor! + 1}.0` : `${major}.${minor}.${patch! + 1}`;
}
