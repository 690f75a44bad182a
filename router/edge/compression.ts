import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { EdgeStage } from './edgeStage.ts';

/** Bytes from which on an answer is worth compressing. */
const from = 1_024;
/** Settings that cost about as much as writing the answer did; higher ones cost several times that for a few per cent. */
const brotli = promisify(brotliCompress);
const brotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
const zip = promisify(gzip);
const zipOptions = { level: 4 };

const compressible = /^(application\/(graphql-response\+)?json|text\/(html|plain)|multipart\/mixed)\b/;

/**
 * Takes an answer above 1,024 bytes; gives it as br or gzip where the client accepts that. Streams are written past this
 * stage: their events leave one by one, as shared bytes. Refuses nothing.
 *
 * No secret is mixed with what a client sends in one answer, and no browser sends credentials by itself (there are no
 * cookies), so that lengths tell an attacker nothing (BREACH).
 */
export const compression: EdgeStage = {
  name: 'compression',
  install(server) {
    server.addHook('onSend', (request, reply, payload, done) => {
      const length = typeof payload === 'string' || Buffer.isBuffer(payload) ? payload.length : 0;
      if (reply.hasHeader('content-encoding')) return done(null, payload);
      if (!isWorthCompressing(length, String(reply.getHeader('content-type')))) return done(null, payload);
      reply.header('vary', varyWith(reply.getHeader('vary')));
      const encoding = encodingFor(request.headers['accept-encoding']?.toString());
      if (!encoding) return done(null, payload);
      compressed(payload as string | Buffer, encoding).then(
        (result) => {
          reply.header('content-encoding', encoding).removeHeader('content-length');
          done(null, result);
        },
        (error: Error) => done(error),
      );
    });
  },
};

/** Whether an answer of that length and type leaves compressed where the client accepts that, so that it varies. */
export function isWorthCompressing(length: number, type: string): boolean {
  return length > from && compressible.test(type);
}

/** The bytes of an answer in an encoding. */
export function compressed(payload: string | Buffer, encoding: 'br' | 'gzip'): Promise<Buffer> {
  return encoding === 'br' ? brotli(payload, brotliOptions) : zip(payload, zipOptions);
}

/**
 * The encoding for an Accept-Encoding header: br where it is accepted as readily as gzip.
 * @see RFC 9110, section 12.5.3
 */
export function encodingFor(accepted: string | undefined): 'br' | 'gzip' | undefined {
  if (accepted === undefined) return undefined;
  const qualities = new Map<string, number>();
  for (const range of accepted.split(',').slice(0, 20)) {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const quality = Number(parameters.find((each) => each.startsWith('q='))?.slice(2) ?? 1);
    qualities.set(name, Number.isNaN(quality) ? 0 : quality);
  }
  const of = (name: string): number => qualities.get(name) ?? qualities.get('*') ?? 0;
  const [br, gz] = [of('br'), of('gzip')];
  if (br <= 0 && gz <= 0) return undefined;
  return br >= gz ? 'br' : 'gzip';
}

/** The value of Vary for an answer that may leave compressed, with what it had before. */
export function varyWith(vary: unknown): string {
  const others = [vary].flat().filter((each) => typeof each === 'string' && each !== '');
  return [...others, 'accept-encoding'].join(', ');
}
