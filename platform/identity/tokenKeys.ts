import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { CodedError } from '../errors/codedError.ts';
import { type KeyFetchPace, remoteKeys, usualPace } from './remoteKeys.ts';

/** Where the keys of an issuer come from: a given set, the address of one, or (undefined) the issuer's discovery. */
export type TokenKeySource = JSONWebKeySet | URL | undefined;

/**
 * Gives the function with which jose finds the key of a token.
 *
 * An unknown key id is the token's fault and stays so; keys that cannot be fetched are nobody's, and become CodedError
 * IDENTITY_UNAVAILABLE, so that a client tries again instead of signing in again.
 */
export function tokenKeys(issuer: string, source: TokenKeySource, pace: KeyFetchPace = usualPace): JWTVerifyGetKey {
  if (source !== undefined && !(source instanceof URL)) return createLocalJWKSet(source);
  const keys = remoteKeys(issuer, source, pace);
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (cause) {
      if (cause instanceof errors.JWKSNoMatchingKey || cause instanceof errors.JWKSMultipleMatchingKeys) throw cause;
      if (cause instanceof errors.JOSENotSupported) throw cause;
      throw new CodedError('IDENTITY_UNAVAILABLE', { cause });
    }
  };
}
