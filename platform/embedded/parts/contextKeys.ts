import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '#platform/errors/codedError.ts';
import type { Part } from '../part.ts';
import { secretFile } from '../secretFile.ts';

/** The Ed25519 key with which the router signs contexts; made at the first start unless the configuration names one. */
export const contextKeys: Part = {
  name: 'keys of the signed context',
  async start(state) {
    const { contextPrivateKeyFile, dataDir } = state.config;
    const privateKey = contextPrivateKeyFile
      ? parse(await readConfigured(contextPrivateKeyFile))
      : await secretFile(join(dataDir, 'keys', 'context-private.pem'), parse, makeKey);
    state.contextKeys.value = { privateKey, publicKey: createPublicKey(privateKey) };
    return undefined;
  },
};

function parse(pem: string) {
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('the key is not an Ed25519 key');
  return key;
}

function makeKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
}

async function readConfigured(file: string): Promise<string> {
  const pem = await readFile(file, 'utf8').catch(() => undefined);
  if (pem !== undefined) return pem;
  throw new CodedError('CONFIG_INVALID', { message: `CONTEXT_PRIVATE_KEY_FILE names ${file}, which cannot be read.` });
}
