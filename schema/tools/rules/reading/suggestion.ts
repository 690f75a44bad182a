/** `did you mean "x"?` for the candidate nearest to a misspelt name, else the hint given. */
export function suggestion(name: string, candidates: Iterable<string>, otherwise: string): string {
  const limit = Math.max(1, Math.floor(name.length / 3));
  const nearest = [...candidates]
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return nearest && nearest.distance <= limit ? `did you mean "${nearest.candidate}"?` : otherwise;
}

/** Number of insertions, removals and replacements that turn one word into the other (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, replaced));
    }
    row = next;
  }
  return row[b.length]!;
}
