import { readFile } from 'node:fs/promises';
import type { Config } from '#platform/config/loadConfig.ts';
import { fromProjectRoot } from '#platform/config/projectRoot.ts';
import { CodedError } from '#platform/errors/codedError.ts';
import { fileSource } from '../lifecycle/fileSource.ts';
import { urlSource } from '../lifecycle/urlSource.ts';
import { supergraphKey } from '../lifecycle/verifySupergraph.ts';
import type { RouterOptions } from '../routerOptions.ts';
import { readShaping } from '../shaping/readShaping.ts';

/** The part of a router's options that says how operations are executed, and where supergraphs come from. */
export type EngineSettings = Pick<
  RouterOptions,
  | 'engine'
  | 'shaping'
  | 'requestSharing'
  | 'answerMemoMegabytes'
  | 'overrideLabels'
  | 'generateCode'
  | 'subgraphCompression'
  | 'supergraphSource'
  | 'supergraphKey'
>;

/**
 * What the configuration says about execution; the same for a router alone and in the embedded start.
 * @throws CodedError CONFIG_INVALID when a file cannot be used
 */
export async function engineOfConfig(config: Config): Promise<EngineSettings> {
  const { shapingFile, supergraphUrl, supergraphPollSeconds, supergraphWatch, supergraphPublicKeyFile } = config;
  const file = fromProjectRoot(config.supergraphFile);
  const isWatched = supergraphUrl !== undefined || supergraphWatch === 'on' || supergraphPublicKeyFile !== undefined;
  const source = supergraphUrl ? urlSource(supergraphUrl, supergraphPollSeconds * 1000) : fileSource(file);
  return {
    engine: config.routerEngine,
    requestSharing: config.requestSharing === 'on',
    answerMemoMegabytes: config.answerMemoMegabytes,
    overrideLabels: config.overrideLabels?.split(',') ?? [],
    generateCode: config.codeGeneration === 'on',
    subgraphCompression: config.subgraphCompression === 'on',
    ...(shapingFile !== undefined && {
      shaping: readShaping(await read(shapingFile, 'SHAPING_FILE'), shapingFile),
    }),
    ...(isWatched && { supergraphSource: source }),
    ...(supergraphPublicKeyFile !== undefined && {
      supergraphKey: supergraphKey(
        await read(supergraphPublicKeyFile, 'SUPERGRAPH_PUBLIC_KEY_FILE'),
        supergraphPublicKeyFile,
      ),
    }),
  };
}

async function read(file: string, setting: string): Promise<string> {
  return readFile(fromProjectRoot(file), 'utf8').catch((cause: unknown) => {
    throw new CodedError('CONFIG_INVALID', { message: `${setting} names ${file}, which cannot be read.`, cause });
  });
}
