const form = /^[a-z][a-z0-9]{1,19}$/;

/** Folders beside the domains, and what is neither under subgraphs/ nor under schema/ a domain's name. */
const taken = ['kit', 'generated', 'tools', 'shared', 'directives', 'platform', 'query', 'mutation', 'subscription'];

/**
 * Checks the name of a new domain and gives the forms that files need.
 *
 * @throws Error that says what a name may be
 */
export function domainName(name: string | undefined): { readonly name: string; readonly Name: string } {
  if (name === undefined || !form.test(name)) {
    throw new Error(`A domain is named by 2 to 20 lower-case letters and digits, e.g. "billing"; not "${name ?? ''}".`);
  }
  if (taken.includes(name)) throw new Error(`"${name}" means something else in this project. Choose another name.`);
  return { name, Name: name[0]!.toUpperCase() + name.slice(1) };
}
