import type { IncomingHttpHeaders } from 'node:http';
import { RequestRefused } from '../errors/requestRefused.ts';

/**
 * Takes the headers by which browsers say where a request comes from; refuses (ORIGIN_REFUSED) what a page of another
 * origin sent, unless the origin is listed. This is the protection against cross-site request forgery for GET, POST and
 * WebSocket upgrades alike, none of which a preflight has to precede. Programs send no such headers and pass.
 *
 * @see https://fetch.spec.whatwg.org/#origin-header
 * @see https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
 */
export function refuseForeignOrigin(headers: IncomingHttpHeaders, corsOrigins: readonly string[]): void {
  const { origin } = headers;
  const site = headers['sec-fetch-site'];
  if (origin !== undefined) {
    if (corsOrigins.includes(origin) || isOwn(origin, headers.host)) return;
  } else if (site === undefined || site === 'same-origin' || site === 'none') {
    return;
  }
  throw RequestRefused.because('ORIGIN_REFUSED');
}

function isOwn(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}
