/** A user by its id alone, for the router to complete from the tenant domain; null for nobody. */
export function userReference(id: string | null): { id: string } | null {
  return id === null ? null : { id };
}
