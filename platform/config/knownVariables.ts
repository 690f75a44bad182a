import { settings } from './settings.ts';
import type { SubgraphAddress } from './subgraphAddress.ts';
import { subgraphSettings } from './subgraphSettings.ts';

/** The names of all environment variables that the product reads. */
export function knownVariables(subgraphs: readonly SubgraphAddress[]): string[] {
  const lists = [settings, ...subgraphs.map(({ name }) => subgraphSettings(name))];
  return lists.flatMap((list) => Object.values(list).map(({ env }) => env));
}
