/**
 * Writes the id of a record of another domain as stores and events write it, in lower case (RFC 9562, section 4), so that
 * it is equal wherever it is compared; null where none is given. Check its form by `checkReference` before.
 */
export function canonicalId(id: string | null | undefined): string | null {
  return id?.toLowerCase() ?? null;
}
