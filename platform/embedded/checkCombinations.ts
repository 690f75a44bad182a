import type { Config } from '#platform/config/loadConfig.ts';
import { subgraphSettings } from '#platform/config/subgraphSettings.ts';
import { CodedError } from '#platform/errors/codedError.ts';

/**
 * Refuses settings that are each right but do not go together when the whole platform runs in one process.
 *
 * @throws CodedError CONFIG_INVALID with one sentence per fault
 */
export function checkCombinations({ routerAuth, subgraphs }: Config): void {
  const faults = subgraphs.flatMap(({ name, databaseUrl, databaseAdminUrl }) => {
    if ((databaseUrl === undefined) === (databaseAdminUrl === undefined)) return [];
    const { databaseUrl: url, databaseAdminUrl: admin } = subgraphSettings(name);
    return [`${url.env} and ${admin.env} belong together: set both or none`];
  });
  if (routerAuth === 'none') {
    faults.push('ROUTER_AUTH=none is for `npm run router` with foreign subgraphs: ours answer signed requests only');
  }
  if (faults.length === 0) return;
  throw new CodedError('CONFIG_INVALID', {
    message: `The configuration is not valid:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
    details: { faults },
  });
}
