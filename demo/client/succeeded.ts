/**
 * Narrows a mutation's result to its success.
 *
 * @param typename name of the successful member of the union, e.g. `Lead`
 * @throws Error with code and message of the failure otherwise
 */
export function succeeded<Result extends { readonly __typename: string }, Name extends Result['__typename']>(
  result: Result,
  typename: Name,
): Extract<Result, { readonly __typename: Name }> {
  if (result.__typename === typename) return result as Extract<Result, { readonly __typename: Name }>;
  const { code, message } = result as unknown as { code: string; message: string };
  throw new Error(`${code}: ${message}`);
}
