import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '#platform/config/projectRoot.ts';
import { contextHeader } from '#platform/identity/signedContext.ts';
import { startTestPlatform } from '#tests/graph/startTestPlatform.ts';
import { comparePlatform, type PlatformComparison } from '#tests/reference/comparePlatform.ts';
import { fillTenant } from '../isolation/fillTenant.ts';

/**
 * What cannot be compared: fields for the platform's operator, which the router refuses to a tenant's admin before it
 * plans, while the reference engine knows no access rules and leaves the refusal to the subgraph.
 */
const operatorsOnly: ReadonlySet<string> = new Set(['Query.tenantProvisioning']);

/**
 * Asks the router and `@apollo/gateway` the same random queries, over the running subgraphs of the whole platform and
 * rows of every kind, as the admin of acme.
 *
 * @param n how many queries
 * @param seed of the first query; the next ones follow
 */
export async function referenceTrial(n: number, seed: number): Promise<PlatformComparison> {
  const graph = await startTestPlatform();
  try {
    await fillTenant(graph, 'acme', 'ada', 'reference');
    const supergraph = await readFile(join(projectRoot, 'schema/generated/supergraph.graphql'), 'utf8');
    const principal = graph.principal('acme', 'ada');
    return await comparePlatform({
      supergraphSdl: withAddresses(supergraph, graph.platform.subgraphs),
      routerUrl: graph.graphqlUrl,
      clientHeaders: await graph.bearer('acme', 'ada'),
      subgraphHeaders: () => ({ [contextHeader]: graph.contexts.sign(principal) }),
      n,
      seed,
      without: operatorsOnly,
    });
  } finally {
    await graph.close();
  }
}

/** The supergraph with the addresses at which its subgraphs run now. */
function withAddresses(sdl: string, subgraphs: readonly { readonly name: string; readonly url: string }[]): string {
  return sdl.replace(/(@join__graph\(name: "(\w+)", url: ")[^"]*/g, (line, head: string, name: string) => {
    const running = subgraphs.find((subgraph) => subgraph.name === name);
    return running ? head + running.url : line;
  });
}
