/** Name and routing URL of one subgraph, as supergraph.yaml has them. */
export interface SubgraphAddress {
  readonly name: string;
  readonly routingUrl: string;
}
