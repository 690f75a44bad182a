import type { FastifyRequest } from 'fastify';
import { RequestRefused } from '../../errors/requestRefused.ts';

const charset = /;\s*charset\s*=\s*"?(?!utf-?8\b)/i;
const json = /^application\/json\s*(;|$)/i;
const upload = /^multipart\/form-data\b/i;

/**
 * Takes the media type that a request says its body has, before the body is read. Refuses files (UPLOAD_NOT_SUPPORTED, which
 * says where they go), JSON in another character set than UTF-8 and, for GET too, any other type than JSON
 * (UNSUPPORTED_MEDIA_TYPE): a GET has no body, and one that claims a form or plain text comes from a page that
 * goes round the preflight (GHSA-9q82-xgwf-vj6h).
 */
export function refuseForeignBody(request: FastifyRequest): void {
  const type = request.headers['content-type'];
  if (type === undefined) return;
  if (upload.test(type)) throw RequestRefused.because('UPLOAD_NOT_SUPPORTED');
  if (!json.test(type) || charset.test(type)) throw RequestRefused.because('UNSUPPORTED_MEDIA_TYPE');
}
