import { CodedError } from '../errors/codedError.ts';

/**
 * Asks an issuer for the address of its keys (OpenID Connect Discovery 1.0, section 4).
 *
 * @throws CodedError IDENTITY_UNAVAILABLE when it does not answer within 5 s, or answers for another issuer
 */
export async function discoverKeys(issuer: string): Promise<URL> {
  try {
    const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(5_000) });
    if (!response.ok) throw new Error(`the issuer answered with status ${response.status}`);
    const document = (await response.json()) as { issuer?: unknown; jwks_uri?: unknown };
    if (document.issuer !== issuer) throw new Error('the discovery document names another issuer');
    return new URL(String(document.jwks_uri));
  } catch (cause) {
    throw new CodedError('IDENTITY_UNAVAILABLE', { cause });
  }
}
