import { errors, type JSONWebKeySet, jwtVerify } from 'jose';
import { CodedError } from '../errors/codedError.ts';
import { clockTolerance, epochSeconds } from './contextFormat.ts';
import type { Principal } from './principal.ts';
import { principalOfClaims } from './principalOfClaims.ts';
import { RecentMap } from './recentMap.ts';
import type { KeyFetchPace } from './remoteKeys.ts';
import { tokenKeys } from './tokenKeys.ts';

/** Turns access tokens into principals. */
export interface TokenVerifier {
  /**
   * @throws CodedError TOKEN_EXPIRED after the token's end, TOKEN_INVALID for anything else that is wrong with it,
   * IDENTITY_UNAVAILABLE when the issuer's keys cannot be had
   */
  verify(token: string): Promise<Principal>;
}

/** What a token must prove, and where the keys are. */
export interface TokenVerifierOptions {
  readonly issuer: string;
  readonly audience: string;
  /** A key set, or the address of one. Without it the issuer's discovery document names the address. */
  readonly jwks?: JSONWebKeySet | URL;
  /** How often keys may be fetched, where not as usual. */
  readonly keyFetchPace?: KeyFetchPace;
}

/** Longer texts are no tokens of ours; refusing them first keeps parsing cheap. */
const longestToken = 8_192;
/** How long a verified token is believed without checking its signature again, in seconds. */
const believed = 30;

/**
 * Makes the verifier of access tokens (RFC 9068). Nothing in a token chooses how it is checked: algorithms are RS256 and
 * ES256, the type is `at+jwt` (an ID token is no access token), issuer and audience are pinned, `kid` must name one of
 * the issuer's keys, `exp` and `iat` must be there, and critical extensions (`crit`) are not understood, hence refused.
 */
export function createTokenVerifier({ issuer, audience, jwks, keyFetchPace }: TokenVerifierOptions): TokenVerifier {
  const keys = tokenKeys(issuer, jwks, keyFetchPace);
  const recent = new RecentMap<string, { readonly principal: Principal; readonly until: number }>(2_000);

  async function check(token: string): Promise<Principal> {
    const { payload } = await jwtVerify(
      token,
      (header, jws) => {
        if (typeof header.kid !== 'string') throw new errors.JWKSNoMatchingKey();
        return keys(header, jws);
      },
      {
        algorithms: ['RS256', 'ES256'],
        issuer,
        audience,
        typ: 'at+jwt',
        clockTolerance,
        requiredClaims: ['sub', 'exp', 'iat'],
      },
    );
    if (payload.iat! - clockTolerance > epochSeconds()) throw new errors.JWTInvalid('issued in the future');
    return principalOfClaims(payload);
  }

  return {
    async verify(token) {
      if (typeof token !== 'string' || token.length > longestToken) throw new CodedError('TOKEN_INVALID');
      const now = epochSeconds();
      const known = recent.get(token);
      if (known !== undefined && now < known.until) return known.principal;
      try {
        const principal = await check(token);
        recent.set(token, { principal, until: Math.min(now + believed, principal.tokenExpiresAt + clockTolerance) });
        return principal;
      } catch (cause) {
        recent.delete(token);
        if (cause instanceof CodedError) throw cause;
        throw new CodedError(cause instanceof errors.JWTExpired ? 'TOKEN_EXPIRED' : 'TOKEN_INVALID', { cause });
      }
    },
  };
}
