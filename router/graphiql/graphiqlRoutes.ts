import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { type RuruClientConfig, ruruHTML } from 'ruru/server';
import { getStaticFile } from 'ruru/static';
import { RequestRefused } from '../errors/requestRefused.ts';

const staticPath = '/graphiql/static/';

const page = ruruHTML({
  staticPath,
  endpoint: '/graphql',
  subscriptionEndpoint: '/graphql',
  htmlParts: { titleTag: '<title>Inopsio GraphiQL</title>' },
  clientConfig: {
    isHeadersEditorEnabled: true,
    showPersistHeadersSettings: true,
    defaultHeaders: JSON.stringify({ Authorization: 'Bearer paste-a-token-here' }, null, 2),
    initialQuery:
      '# Run: npm run token -- --tenant acme --user ada\n# and paste the token into the headers below.\n{\n  __typename\n}\n',
  } as RuruClientConfig,
});

/**
 * The policy of this page alone: its scripts are those of the package and the inline ones by their hashes; the editor
 * makes styles and workers at run time. Nothing comes from, or goes to, another host.
 */
const policy = [
  "default-src 'none'",
  `script-src 'self' ${inlineScriptHashes(page).join(' ')}`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Serves GraphiQL (ruru) at `/graphiql`, from files of its package: it works without a network. */
export function graphiqlRoutes(server: FastifyInstance): void {
  server.get('/graphiql', (_request, reply) =>
    reply.header('content-security-policy', policy).type('text/html; charset=utf-8').send(page),
  );

  server.get(`${staticPath}*`, async (request, reply) => {
    const urlPath = request.url;
    const acceptEncoding = request.headers['accept-encoding'];
    const file = await getStaticFile({ staticPath, urlPath, acceptEncoding, disallowDevAssets: true });
    if (!file) throw RequestRefused.because('ROUTE_NOT_FOUND');
    return reply.headers(file.headers).header('content-security-policy', policy).send(file.content);
  });
}

function inlineScriptHashes(html: string): string[] {
  return [...html.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, script]) =>
      `'sha256-${createHash('sha256')
        .update(script ?? '')
        .digest('base64')}'`,
  );
}
