import { readSupergraphConfig, type SubgraphEntry } from '#schema/tools/supergraphConfig.ts';
import { CodedError } from '../errors/codedError.ts';
import { projectRoot } from './projectRoot.ts';

const nameOfSubgraph = /^[a-z][a-z0-9-]{0,30}$/;

/**
 * Reads the subgraphs, in the order of supergraph.yaml.
 *
 * @param folder the folder of supergraph.yaml; the project's unless given
 * @throws CodedError CONFIG_INVALID when the file cannot be read, or a name or URL in it cannot be used
 */
export function readSupergraph(folder = projectRoot): SubgraphEntry[] {
  try {
    const entries = readSupergraphConfig(folder);
    for (const { name, routingUrl } of entries) {
      if (!nameOfSubgraph.test(name)) throw new Error(`${name} is not a name of lower-case letters, digits and -`);
      if (URL.parse(routingUrl) === null) throw new Error(`the routing_url of ${name} is not a URL`);
    }
    return entries;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CodedError('CONFIG_INVALID', { message: `supergraph.yaml cannot be used: ${reason}`, cause });
  }
}
