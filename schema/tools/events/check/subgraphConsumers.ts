import type { EventConsumer } from '#kit/inbox/eventConsumer.ts';
import type { KnownConsumer } from './knownConsumer.ts';

interface Definition {
  readonly name: string;
  readonly consumers?: readonly EventConsumer[];
}

/**
 * Consumers in the definitions of the subgraphs named. What their handlers read is not declared; the type check of the
 * project finds that after `npm run codegen`.
 */
export async function subgraphConsumers(names: readonly string[]): Promise<KnownConsumer[]> {
  const definitions = await Promise.all(names.map(definitionOf));
  return definitions.flatMap(({ name: subgraph, consumers = [] }) =>
    consumers.map(({ name, topic, pii }) => ({
      name: `${subgraph}.${name}`,
      kind: 'subgraph' as const,
      topic,
      readsPersonalData: pii === 'read',
    })),
  );
}

/** A subgraph's index.ts exports its definition by any name. */
async function definitionOf(name: string): Promise<Definition> {
  const exported: Record<string, unknown> = await import(`#subgraphs/${name}/index.ts`);
  const found = Object.values(exported).find((value) => (value as Definition | undefined)?.name === name);
  if (!found) throw new Error(`subgraphs/${name}/index.ts exports no definition of subgraph ${name}`);
  return found as Definition;
}
