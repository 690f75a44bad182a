import { createLocalJWKSet, createRemoteJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { CodedError } from '../errors/codedError.ts';
import { discoverKeys } from './discoverKeys.ts';

/** At most one fetch of keys in this time, however many unknown key ids arrive. */
const coolDown = 30_000;

/** Where the keys of an issuer come from: a given set, the address of one, or (undefined) the issuer's discovery. */
export type TokenKeySource = JSONWebKeySet | URL | undefined;

/**
 * Gives the function with which jose finds the key of a token.
 *
 * An unknown key id is the token's fault and stays so; keys that cannot be fetched are nobody's, and become CodedError
 * IDENTITY_UNAVAILABLE, so that a client tries again instead of signing in again.
 */
export function tokenKeys(issuer: string, source: TokenKeySource): JWTVerifyGetKey {
  if (source !== undefined && !(source instanceof URL)) return createLocalJWKSet(source);
  let remote: Promise<JWTVerifyGetKey> | undefined;

  const openRemote = async (): Promise<JWTVerifyGetKey> => {
    const address = source ?? (await discoverKeys(issuer));
    return createRemoteJWKSet(address, { cooldownDuration: coolDown, timeoutDuration: 5_000 });
  };

  return async (header, token) => {
    try {
      remote ??= openRemote();
      return await (await remote)(header, token);
    } catch (cause) {
      if (cause instanceof errors.JWKSNoMatchingKey || cause instanceof errors.JWKSMultipleMatchingKeys) throw cause;
      if (cause instanceof errors.JOSENotSupported) throw cause;
      if (cause instanceof CodedError) remote = undefined;
      throw new CodedError('IDENTITY_UNAVAILABLE', { cause });
    }
  };
}
