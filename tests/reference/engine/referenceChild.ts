/** The process of {@link startReferenceEngine}: answers queries over one world, one after the other. */
import { composeWorld } from '../world/composeWorld.ts';
import type { Troubles } from '../world/worldResolvers.ts';
import { startReferenceGateway } from './referenceGateway.ts';

const [, , name = '', troubles = '{}'] = process.argv;
const gateway = await startReferenceGateway(await composeWorld(name, JSON.parse(troubles) as Troubles));

process.on('message', async ({ query, variables }: { query: string; variables: Record<string, unknown> }) => {
  process.send?.(JSON.stringify(await gateway.execute(query, variables)));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
