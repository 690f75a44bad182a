import { type DirectiveNode, Kind, parse, print, visit } from 'graphql';
import { linksOf } from '../supergraph/apiSchema.ts';

const securitySpecifications: ReadonlySet<string> = new Set(['authenticated', 'requiresScopes', 'policy']);

/**
 * A copy of a supergraph that the reference engine accepts: without the security directives, which it refuses, and
 * without directives of specifications that are not Apollo's. Nothing else changes.
 */
export function openSupergraph(supergraphSdl: string): string {
  const document = parse(supergraphSdl, { noLocation: true });
  const removed = new Set<string>();
  const removedUrls = new Set<string>();
  for (const link of linksOf(document)) {
    const name = link.url.split('/').at(-2) ?? '';
    const isApollo = link.url.startsWith('https://specs.apollo.dev/');
    if (isApollo && !securitySpecifications.has(name)) continue;
    removedUrls.add(link.url);
    removed.add(link.as ?? name);
    for (const entry of link.imports) removed.add(entry.as.replace(/^@/, ''));
  }
  const isRemoved = (name: string) => removed.has(name) || removed.has(name.split('__', 1)[0] ?? '');
  const dropNamed = (node: { readonly name: { readonly value: string } }) =>
    isRemoved(node.name.value) ? null : undefined;
  return print(
    visit(document, {
      Directive: (node) => (isRemoved(node.name.value) || isRemovedLink(node, removedUrls) ? null : undefined),
      DirectiveDefinition: dropNamed,
      ScalarTypeDefinition: dropNamed,
    }),
  );
}

function isRemovedLink(node: DirectiveNode, urls: ReadonlySet<string>): boolean {
  const url = node.arguments?.find((argument) => argument.name.value === 'url')?.value;
  return node.name.value === 'link' && url?.kind === Kind.STRING && urls.has(url.value);
}
