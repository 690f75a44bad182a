import { CodedError } from '../errors/codedError.ts';
import { fromProjectRoot } from './projectRoot.ts';
import { readSupergraph } from './readSupergraph.ts';
import type { Setting } from './setting.ts';
import { settings } from './settings.ts';
import type { SubgraphAddress } from './subgraphAddress.ts';
import { subgraphSettings } from './subgraphSettings.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Values<Settings> = {
  readonly [Key in keyof Settings]: Settings[Key] extends Setting<infer T, infer Default> ? T | Default : never;
};

/** What is configured for one subgraph. `port` has its default already. */
export interface SubgraphConfig extends Omit<Values<ReturnType<typeof subgraphSettings>>, 'port'>, SubgraphAddress {
  readonly port: number;
}

/** Every setting of the product, checked; paths are absolute. */
export interface Config extends Values<typeof settings> {
  readonly subgraphs: readonly SubgraphConfig[];
}

/** Reads the given settings and collects a sentence per bad one into `faults`. An empty variable counts as missing. */
function readAll<Settings extends object>(list: Settings, env: Environment, faults: string[]): Values<Settings> {
  const values: Record<string, unknown> = {};
  for (const [key, { env: variable, type, default: value, secret }] of Object.entries(list) as [
    string,
    Setting<unknown, unknown>,
  ][]) {
    values[key] = value;
    const text = env[variable]?.trim();
    if (text === undefined || text === '') continue;
    try {
      values[key] = type.parse(text);
    } catch (error) {
      faults.push(`${variable} ${(error as Error).message}${secret ? '' : `, not "${text.slice(0, 80)}"`}`);
    }
  }
  return values as Values<Settings>;
}

/**
 * Reads the whole configuration.
 *
 * @param env the environment, that of the process unless given
 * @param subgraphs names and addresses of the subgraphs, those of supergraph.yaml unless given
 * @throws CodedError CONFIG_INVALID that names every bad variable at once; `details.faults` has one sentence each
 */
export function loadConfig(
  env: Environment = process.env,
  subgraphs: readonly SubgraphAddress[] = readSupergraph(),
): Config {
  const faults: string[] = [];
  const common = readAll(settings, env, faults);
  const ofSubgraphs = subgraphs.map((address) => {
    const own = readAll(subgraphSettings(address.name), env, faults);
    const { port, protocol } = new URL(address.routingUrl);
    return {
      name: address.name,
      routingUrl: address.routingUrl,
      ...own,
      port: own.port ?? (Number(port) || (protocol === 'https:' ? 443 : 80)),
    };
  });
  if (faults.length > 0) {
    throw new CodedError('CONFIG_INVALID', {
      message: `The configuration is not valid:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
      details: { faults },
    });
  }
  return {
    ...common,
    dataDir: fromProjectRoot(common.dataDir),
    supergraphFile: fromProjectRoot(common.supergraphFile),
    subgraphs: ofSubgraphs,
  };
}
