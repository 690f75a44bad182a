import { type Configuration, errors, interactionPolicy } from 'oidc-provider';
import { allScopes } from '#platform/identity/roles.ts';
import { accessClaims } from './accessClaims.ts';
import { demoPartners } from './demoPartners.ts';
import { identityOfId } from './findIdentity.ts';
import { issuerClients } from './issuerClients.ts';
import type { IssuerSecrets } from './issuerSecrets.ts';
import type { IssuerStore } from './issuerStore.ts';
import { errorPage } from './pages.ts';
import { storeAdapter } from './storeAdapter.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
/** Life of access tokens, in seconds. */
export const accessTokenLife = 15 * minute;
/** Life of refresh tokens, in seconds; each is good for one use. */
export const refreshTokenLife = 30 * day;

const loopbackOrigin = /^http:\/\/(127\.0\.0\.1|localhost)(:\d{1,5})?$/;

/**
 * The configuration of oidc-provider: what is switched on, how long things live, and what access tokens say.
 *
 * Every access token is for the one API (RFC 8707, the resource is the audience) and is a JWT of RFC 9068, signed with
 * ES256. ID tokens are signed with RS256, as OpenID Connect demands of every issuer.
 */
export function issuerConfiguration(audience: string, secrets: IssuerSecrets, store: IssuerStore): Configuration {
  return {
    adapter: storeAdapter(store),
    clients: issuerClients(secrets.partnerSecrets),
    jwks: { keys: secrets.keys as NonNullable<Configuration['jwks']>['keys'] },
    cookies: { keys: secrets.cookieKeys, short: { httpOnly: true, sameSite: 'lax' } },
    scopes: ['openid', 'offline_access', 'profile', 'email'],
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    clientAuthMethods: ['none', 'client_secret_basic'],
    enabledJWA: { idTokenSigningAlgValues: ['RS256', 'ES256'] },
    pkce: { required: () => true },
    rotateRefreshToken: () => true,
    issueRefreshToken: async (_, client) => client.grantTypeAllowed('refresh_token'),
    expiresWithSession: async () => false,
    clientBasedCORS: (_, origin) => loopbackOrigin.test(origin),
    interactions: { policy: interactionPolicy.base(), url: (_, { uid }) => `/interaction/${uid}` },
    renderError: (ctx, out) => {
      ctx.type = 'html';
      ctx.body = errorPage(out.error_description ?? out.error);
    },
    ttl: {
      AccessToken: accessTokenLife,
      AuthorizationCode: minute,
      ClientCredentials: accessTokenLife,
      Grant: refreshTokenLife,
      IdToken: hour,
      Interaction: 10 * minute,
      RefreshToken: refreshTokenLife,
      Session: day,
    },
    findAccount: (_, id) => {
      const identity = identityOfId(id);
      if (identity === undefined) return undefined;
      const { name, login, email } = identity.user;
      const claims = { sub: id, name, preferred_username: login, email, email_verified: true };
      return { accountId: id, claims: () => claims };
    },
    extraTokenClaims: (_, token) => {
      const { sub: _ofPartner, ...claims } =
        accessClaims('accountId' in token ? token.accountId : undefined, token.clientId) ?? {};
      return claims;
    },
    formats: {
      customizers: {
        jwt: (_, token, { payload }) => {
          const sub = 'accountId' in token ? undefined : accessClaims(undefined, token.clientId)?.sub;
          if (sub !== undefined) payload.sub = sub;
        },
      },
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        useGrantedResource: () => true,
        getResourceServerInfo: (_, resource, client) => {
          if (resource !== audience) throw new errors.InvalidTarget();
          const partner = demoPartners.find(({ clientId }) => clientId === client.clientId);
          return {
            audience,
            scope: (partner?.scopes ?? allScopes).join(' '),
            accessTokenTTL: accessTokenLife,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'ES256' } },
          };
        },
      },
    },
  };
}
