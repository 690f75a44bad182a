import { request } from 'undici';
import type { SupergraphSource } from './supergraphSource.ts';
import type { FoundSupergraph } from './verifySupergraph.ts';

/** More than any supergraph has. */
const maxBytes = 32 * 1024 * 1024;
const timeout = 10_000;

/**
 * A supergraph at an address that is asked again and again. The headers `x-supergraph-sha256` and
 * `x-supergraph-signature` vouch for it; an `etag` saves sending it again.
 *
 * @param interval milliseconds between two questions
 */
export function urlSource(url: string, interval: number): SupergraphSource {
  let last: { readonly etag: string; readonly found: FoundSupergraph } | undefined;

  async function read(): Promise<FoundSupergraph> {
    const { statusCode, headers, body } = await request(url, {
      headers: { accept: 'text/plain, application/graphql, */*', ...(last && { 'if-none-match': last.etag }) },
      headersTimeout: timeout,
      bodyTimeout: timeout,
    });
    if (statusCode === 304 && last) {
      await body.dump();
      return last.found;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBytes) throw new Error(`${url} gives more than ${maxBytes} bytes.`);
      chunks.push(chunk);
    }
    if (statusCode !== 200) throw new Error(`${url} answers with status ${statusCode}.`);
    const found = {
      sdl: Buffer.concat(chunks).toString(),
      sha256: headers['x-supergraph-sha256']?.toString(),
      signature: headers['x-supergraph-signature']?.toString(),
    };
    const etag = headers.etag?.toString();
    last = etag === undefined ? undefined : { etag, found };
    return found;
  }

  return {
    name: url,
    read,
    watch(changed) {
      let timer: NodeJS.Timeout | undefined;
      let ended = false;
      const next = (): void => {
        if (ended) return;
        timer = setTimeout(() => void changed().then(next), interval);
        timer.unref();
      };
      next();
      return () => {
        ended = true;
        clearTimeout(timer);
      };
    },
  };
}
