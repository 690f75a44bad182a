import { editDistance } from './editDistance.ts';

const endingsOfSubgraphs = /_DATABASE_(ADMIN_)?URL$/;

/**
 * Finds variables that were probably meant for the product but that it does not read: those that begin with INOPSIO_,
 * those one or two typing errors away from a setting, and database URLs of subgraphs that do not exist.
 *
 * @returns one sentence per variable; values are never shown
 */
export function nearMisses(env: Readonly<Record<string, string | undefined>>, known: readonly string[]): string[] {
  const names = new Set(known);
  const unread = Object.keys(env).filter((name) => !names.has(name) && env[name] !== '');
  return unread.flatMap((name) => {
    const meant = known.find((candidate) => isNear(name, candidate) && !env[candidate]);
    if (meant) return [`${name} is not a setting; did you mean ${meant}?`];
    if (name.startsWith('INOPSIO_')) return [`${name} is not a setting; see docs/operations/settings.md`];
    if (endingsOfSubgraphs.test(name)) return [`${name} is not a setting: no subgraph has that name`];
    return [];
  });
}

/** Short names such as PORT are near to too many foreign ones, so they allow no slip except a prefix of ours. */
function isNear(name: string, candidate: string): boolean {
  const bare = name.replace(/^INOPSIO_/, '');
  if (bare === candidate) return true;
  const allowed = candidate.length >= 10 ? 2 : candidate.length >= 8 ? 1 : 0;
  return editDistance(bare, candidate, allowed) <= allowed;
}
