import { readFile } from 'node:fs/promises';
import type { Config } from '#platform/config/loadConfig.ts';
import { fromProjectRoot } from '#platform/config/projectRoot.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import { readPolicies } from '../access/policies.ts';
import type { PerAudience } from '../documents/audience.ts';
import { parseManifest } from '../documents/manifest.ts';
import { Safelist } from '../documents/safelist.ts';
import type { RouterOptions } from '../routerOptions.ts';
import { type EngineSettings, engineOfConfig } from './engineOfConfig.ts';

/** The part of a router's options that says what callers may send. */
export type GuardOptions = Pick<
  RouterOptions,
  'introspection' | 'graphiql' | 'corsOrigins' | 'safelist' | 'automaticPersistedQueries' | 'accessMode' | 'costLimits'
> &
  Pick<RouterOptions, 'listSize' | 'batchLimit' | 'policies' | 'maskErrors' | 'planTimeout' | 'documentLimits'> &
  EngineSettings;

/**
 * What the configuration says about what callers may send; the same for a router alone and in the embedded start.
 *
 * @throws CodedError CONFIG_INVALID when a file cannot be read, MANIFEST_INVALID, POLICIES_INVALID when it cannot be used
 */
export async function guardsOfConfig(config: Config): Promise<GuardOptions> {
  const files = config.persistedOperations?.split(',') ?? [];
  const manifests = await Promise.all(
    files.map(async (pair) => {
      const [scope = '', file = ''] = pair.split('=');
      if (!/^(public|user|partner(:.+)?)$/.test(scope)) {
        throw new CodedError('CONFIG_INVALID', {
          message: `PERSISTED_OPERATIONS names ${scope}; it must be public, user, partner or partner:<name>.`,
        });
      }
      return parseManifest(await read(file, 'PERSISTED_OPERATIONS'), scope, file);
    }),
  );
  const { safelistPublic, safelistUser, safelistPartner, policiesFile } = config;
  return {
    ...(await engineOfConfig(config)),
    introspection: introspectionOf(config),
    graphiql: config.graphiql === 'on',
    corsOrigins: config.corsOrigins?.split(',') ?? [],
    safelist: new Safelist(manifests, { public: safelistPublic, user: safelistUser, partner: safelistPartner }),
    automaticPersistedQueries: config.automaticPersistedQueries === 'on',
    ...(config.maskErrors !== 'auto' && { maskErrors: config.maskErrors === 'on' }),
    accessMode: config.accessMode,
    ...(policiesFile !== undefined && {
      policies: readPolicies(await read(policiesFile, 'POLICIES_FILE'), policiesFile),
    }),
    costLimits: { public: config.costLimitPublic, user: config.costLimitUser, partner: config.costLimitPartner },
    listSize: config.listSize,
    batchLimit: config.batchLimit,
    planTimeout: config.planTimeout,
    documentLimits: {
      characters: config.limitCharacters,
      tokens: config.limitTokens,
      depth: config.limitDepth,
      aliases: config.limitAliases,
      rootFields: config.limitRootFields,
    },
  };
}

/** Whoever names an issuer of his own is in production, and shows the schema to those he knows. */
function introspectionOf(config: Config): PerAudience<boolean> {
  const development = config.oidcIssuer === undefined;
  const isOn = (setting: 'auto' | 'on' | 'off'): boolean =>
    config.introspection === 'on' && (setting === 'auto' ? development : setting === 'on');
  const { introspectionPublic, introspectionUser, introspectionPartner } = config;
  return { public: isOn(introspectionPublic), user: isOn(introspectionUser), partner: isOn(introspectionPartner) };
}

async function read(file: string, setting: string): Promise<string> {
  return readFile(fromProjectRoot(file), 'utf8').catch((cause: unknown) => {
    throw new CodedError('CONFIG_INVALID', { message: `${setting} names ${file}, which cannot be read.`, cause });
  });
}
