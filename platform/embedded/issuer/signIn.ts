import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Provider } from 'oidc-provider';
import { errors } from 'oidc-provider';
import { allScopes, scopesOfRoles } from '#platform/identity/roles.ts';
import type { DemoUser } from './demoIdentities.ts';
import { identityOfId } from './findIdentity.ts';
import { errorPage, signInPage } from './pages.ts';

/** What the sign-in needs besides the request. */
export interface SignInOptions {
  readonly provider: Provider;
  readonly audience: string;
  readonly demoPassword: string;
}

const longestForm = 4_096;

/**
 * Answers /interaction/<uid>, where oidc-provider sends a browser that must sign in.
 *
 * GET shows the form. POST checks user and password: if right, the user is signed in and the client gets the scopes of
 * the user's roles and no others, in one step, since all clients here are our own; if wrong, the form comes again with
 * status 401. Another method is 405. An interaction that is unknown or whose cookie is missing is 400.
 */
export async function signIn(
  request: IncomingMessage,
  response: ServerResponse,
  options: SignInOptions,
): Promise<void> {
  try {
    const { uid, params } = await options.provider.interactionDetails(request, response);
    const form = (fault?: string) => signInPage(`/interaction/${uid}`, String(params.client_id), fault);
    if (request.method === 'GET') return send(response, 200, form());
    if (request.method !== 'POST') return send(response, 405, errorPage('Only GET and POST are answered here.'));
    const user = await userOf(request, options.demoPassword);
    if (user === undefined) return send(response, 401, form('User or password is not right.'));
    const grantId = await grantTo(user, String(params.client_id), options);
    await options.provider.interactionFinished(request, response, {
      login: { accountId: user.id },
      consent: { grantId },
    });
  } catch (error) {
    if (!(error instanceof errors.OIDCProviderError)) throw error;
    send(response, 400, errorPage('This sign-in has ended. Go back to the application and start again.'));
  }
}

/** The user whom the form names, if the password is right. Hashing first makes the comparison take equal time. */
async function userOf(request: IncomingMessage, demoPassword: string): Promise<DemoUser | undefined> {
  if (Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY) > longestForm) return undefined;
  const form = new URLSearchParams(await text(request));
  const hash = (value: string) => createHash('sha256').update(value).digest();
  const right = timingSafeEqual(hash(form.get('password')?.trim() ?? ''), hash(demoPassword));
  return right ? identityOfId(form.get('user') ?? '')?.user : undefined;
}

/** Records what the client may do for the user; scopes beyond the user's roles are refused for good. */
async function grantTo(user: DemoUser, clientId: string, { provider, audience }: SignInOptions): Promise<string> {
  const grant = new provider.Grant({ accountId: user.id, clientId });
  const granted = scopesOfRoles(user.roles);
  grant.addOIDCScope('openid profile email offline_access');
  grant.addResourceScope(audience, granted.join(' '));
  grant.rejectResourceScope(audience, allScopes.filter((scope) => !granted.includes(scope)).join(' '));
  return grant.save();
}

function send(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  response.end(html);
}
