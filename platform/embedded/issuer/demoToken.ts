import { createHash, randomBytes } from 'node:crypto';
import { CodedError } from '#platform/errors/codedError.ts';
import { allScopes } from '#platform/identity/roles.ts';
import { identityOfLogin } from './findIdentity.ts';
import { commandClient, loopbackRedirect } from './issuerClients.ts';

/** Where to sign in, and the password of the demo users. A running embedded issuer is one. */
export interface DemoSignIn {
  readonly url: string;
  readonly audience: string;
  readonly demoPassword: string;
}

/** What the token endpoint answered. */
export interface DemoTokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly id_token: string;
  readonly expires_in: number;
  readonly scope: string;
}

/**
 * Signs a demo user in as a browser would (authorization code with PKCE, the sign-in page, cookies) and gives the
 * tokens, with every scope that the user's roles grant.
 *
 * @throws CodedError BAD_USER_INPUT for an unknown tenant or user, with those there are; UNAUTHENTICATED when the issuer
 * refuses; TypeError of `fetch` when nothing answers
 */
export async function demoTokens(issuer: DemoSignIn, who: { tenant: string; user: string }): Promise<DemoTokens> {
  const { user } = identityOfLogin(who.tenant, who.user);
  const verifier = randomBytes(32).toString('base64url');
  const browser = new Browser();

  const toForm = await browser.open(
    `${issuer.url}/auth?${new URLSearchParams({
      client_id: commandClient,
      response_type: 'code',
      redirect_uri: loopbackRedirect,
      scope: ['openid', ...allScopes].join(' '),
      resource: issuer.audience,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    })}`,
  );
  const toResume = await browser.open(toForm, { user: user.id, password: issuer.demoPassword });
  const back = new URL(await browser.open(toResume));

  const response = await fetch(`${issuer.url}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: commandClient,
      redirect_uri: loopbackRedirect,
      code: back.searchParams.get('code') ?? '',
      code_verifier: verifier,
      resource: issuer.audience,
    }),
  });
  if (!response.ok) throw refused(await response.text());
  return (await response.json()) as DemoTokens;
}

/** The access token of a demo user; see demoTokens. */
export async function demoToken(issuer: DemoSignIn, who: { tenant: string; user: string }): Promise<string> {
  return (await demoTokens(issuer, who)).access_token;
}

/** As much of a browser as a sign-in needs: it keeps cookies and tells where it is sent next. */
class Browser {
  readonly #cookies = new Map<string, string>();

  /** Asks for an address, with a form if one is given, and gives the address of the redirect. */
  async open(address: string, form?: Record<string, string>): Promise<string> {
    const response = await fetch(address, {
      redirect: 'manual',
      headers: { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (name !== undefined && value !== undefined) this.#cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) throw refused(`status ${response.status}`);
    await response.body?.cancel();
    return new URL(location, address).href;
  }
}

function refused(answer: string): CodedError {
  return new CodedError('UNAUTHENTICATED', { message: `The issuer refused the sign-in: ${answer.slice(0, 300)}` });
}
