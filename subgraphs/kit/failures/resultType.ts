/**
 * Makes the type resolver of a mutation's result union: failures carry their name, anything else is the success.
 *
 * @param success name of the union's successful member, e.g. `Lead`
 */
export function resultType<Name extends string>(success: Name) {
  return (result: { readonly __typename?: string }) => result.__typename ?? success;
}
