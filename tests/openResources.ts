/** What keeps this process alive: how many of each kind, as Node names them. */
export function openResources(): Readonly<Record<string, number>> {
  const kinds = Map.groupBy(process.getActiveResourcesInfo(), (kind) => kind);
  return Object.fromEntries([...kinds].map(([kind, all]) => [kind, all.length]));
}
