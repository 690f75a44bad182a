import { editDistance } from '#platform/config/editDistance.ts';

/** `did you mean "x"?` for the candidate nearest to a misspelt name, else the hint given. */
export function suggestion(name: string, candidates: Iterable<string>, otherwise: string): string {
  const limit = name.length < 4 ? 1 : Math.max(2, Math.floor(name.length / 3));
  const nearest = [...candidates]
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase(), limit) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return nearest && nearest.distance <= limit ? `did you mean "${nearest.candidate}"?` : otherwise;
}
