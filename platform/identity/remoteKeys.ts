import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { discoverKeys } from './discoverKeys.ts';

/** Least time between two fetches of keys, in milliseconds. */
export interface KeyFetchPace {
  /** Once there are keys, however many unknown key ids arrive and whether or not the issuer answers. */
  readonly known: number;
  /** While there are none, so that nobody can be let in. */
  readonly unknown: number;
}

/** The pace unless another is given. */
export const usualPace: KeyFetchPace = { known: 30_000, unknown: 1_000 };

/** Keys of this age, in milliseconds, are fetched anew while they go on being used. */
const renewAfter = 600_000;
/** Keys of this age are used no more: an issuer that took one back may have been out of reach since. */
const usedAtMost = 3_600_000;
const timeout = 5_000;

/**
 * Gives the keys of an issuer from its address, fetched when a key id is unknown and when they are old, at most once in the
 * time that `pace` says. While the issuer cannot be reached, known keys serve on for an hour.
 *
 * jose's own remote key set fetches once per token while fetches fail, and trusts nobody as soon as its keys are ten
 * minutes old: hence this one. The function rejects with JWKSNoMatchingKey, and with what discovery and `fetch` reject with.
 */
export function remoteKeys(issuer: string, source: URL | undefined, pace: KeyFetchPace): JWTVerifyGetKey {
  let address = source;
  let known: { readonly find: JWTVerifyGetKey; readonly since: number } | undefined;
  let pending: Promise<void> | undefined;
  let triedAt = Number.NEGATIVE_INFINITY;
  let failure: unknown;

  const fetchKeys = async (): Promise<void> => {
    address ??= await discoverKeys(issuer);
    const response = await fetch(address, {
      headers: { accept: 'application/json, application/jwk-set+json' },
      redirect: 'error',
      signal: AbortSignal.timeout(timeout),
    });
    if (!response.ok) throw new Error(`the address of the keys answered with status ${response.status}`);
    known = { find: createLocalJWKSet((await response.json()) as JSONWebKeySet), since: performance.now() };
  };

  /** Fetches the keys, unless that was tried too lately: then its outcome holds still. */
  const renew = (least: number): Promise<void> => {
    if (pending) return pending;
    if (performance.now() - triedAt < least) return Promise.reject(failure ?? new errors.JWKSNoMatchingKey());
    failure = undefined;
    pending = fetchKeys()
      .catch((cause) => {
        failure = cause;
        throw cause;
      })
      .finally(() => {
        pending = undefined;
        triedAt = performance.now();
      });
    return pending;
  };

  return async (header, token) => {
    const age = known ? performance.now() - known.since : Number.POSITIVE_INFINITY;
    if (age > usedAtMost) await renew(pace.unknown);
    else if (age > renewAfter) void renew(pace.known).catch(() => undefined);
    try {
      return await known!.find(header, token);
    } catch (cause) {
      if (!(cause instanceof errors.JWKSNoMatchingKey)) throw cause;
      await renew(pace.known);
      return known!.find(header, token);
    }
  };
}
