import type { ClientMetadata } from 'oidc-provider';
import { demoPartners } from './demoPartners.ts';

/** The client of the token command and of tests. */
export const commandClient = 'inopsio-cli';
/** Where an authorization code is sent; native clients may use any port of it (RFC 8252, section 7.3). */
export const loopbackRedirect = 'http://127.0.0.1/callback';

/** A public client on the user's machine: authorization code with PKCE, no secret. */
function publicClient(clientId: string, name: string): ClientMetadata {
  return {
    client_id: clientId,
    client_name: name,
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    redirect_uris: [loopbackRedirect, 'http://localhost/callback'],
  };
}

/** Every client that the embedded issuer knows. */
export function issuerClients(partnerSecrets: Readonly<Record<string, string>>): ClientMetadata[] {
  const partners = demoPartners.map(({ clientId }) => ({
    client_id: clientId,
    client_secret: partnerSecrets[clientId]!,
    token_endpoint_auth_method: 'client_secret_basic' as const,
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
  }));
  return [publicClient(commandClient, 'Token command'), publicClient('inopsio-web', 'Inopsio'), ...partners];
}
