import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';

/** A signing key of the issuer, as a forger of the worst kind would have it. */
export interface StolenKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** What forgeries are made of: a genuine token's claims, and the keys that the issuer publishes. */
export interface ForgeryGround {
  readonly claims: Readonly<JWTPayload>;
  readonly ec: StolenKey;
  readonly rsa: StolenKey;
}

/** Makes tokens that differ from a genuine one in what is asked for. */
export interface TokenForge {
  /** A signed token with these claims and header members changed. */
  signed(
    claims?: Readonly<Record<string, unknown>>,
    header?: Readonly<Record<string, unknown>>,
    key?: KeyObject,
  ): Promise<string>;
  /** One whose parts are put together by hand, for what a library refuses to make. */
  handmade(header: object | null, signature: string | ((signed: string) => string)): string;
  /** A key that the issuer does not have. */
  readonly foreign: { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
}

/** Opens the forge. */
export function tokenForge({ claims, ec }: ForgeryGround): TokenForge {
  return {
    signed(changes = {}, header = {}, key = ec.privateKey) {
      const all = { alg: 'ES256', kid: ec.kid, typ: 'at+jwt', ...header } as JWTHeaderParameters;
      return new SignJWT({ ...claims, ...changes }).setProtectedHeader(all).sign(key, { crit: { 'urn:x': true } });
    },
    handmade(header, signature) {
      const signed = `${encoded(header)}.${encoded(claims)}`;
      return `${signed}.${typeof signature === 'string' ? signature : signature(signed)}`;
    },
    foreign: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  };
}

/** A part of a token. */
export function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** Signs by a secret that anybody can know, as a verifier that lets the token choose its algorithm would check it. */
export function hmacWith(secret: string | Buffer): (signed: string) => string {
  return (signed) => createHmac('sha256', secret).update(signed).digest('base64url');
}
