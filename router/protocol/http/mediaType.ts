/** Media types that the router answers with. */
export type AnswerType =
  | 'application/graphql-response+json'
  | 'application/json'
  | 'text/event-stream'
  | 'multipart/mixed';

const offered: readonly AnswerType[] = [
  'application/graphql-response+json',
  'application/json',
  'text/event-stream',
  'multipart/mixed',
];

/**
 * Chooses the media type of the answer from an Accept header: the one with the highest quality, among equals the one
 * that the client named first, but `multipart/mixed` only when nothing else would do: clients name it for answers in parts,
 * and every answer of the router is complete. Without the header, and for wildcards, it is `application/json`.
 *
 * @returns undefined when the client accepts nothing that is offered
 * @see https://graphql.github.io/graphql-over-http/draft/#sec-Accept
 * @see RFC 9110, section 12.5.1
 */
export function answerTypeFor(accept: string | undefined): AnswerType | undefined {
  if (accept === undefined) return 'application/json';
  if (known.has(accept)) return known.get(accept);
  const type = chosen(accept);
  if (accept.length <= knownLength && known.size < knownAtMost) known.set(accept, type);
  return type;
}

/** Clients of one kind all send the same header; what the first ones of many kinds sent is remembered. */
const known = new Map<string, AnswerType | undefined>();
const knownAtMost = 100;
const knownLength = 200;

function chosen(accept: string): AnswerType | undefined {
  if (accept.trim() === '') return 'application/json';
  let best: { type: AnswerType; quality: number } | undefined;
  for (const range of accept.split(',').slice(0, 50)) {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const type =
      name === '*/*' || name === 'application/*' ? 'application/json' : offered.find((each) => each === name);
    if (!type) continue;
    const charset = parameters.find((each) => each.startsWith('charset='))?.slice(8);
    if (charset && charset.replaceAll('"', '') !== 'utf-8') continue;
    const quality = Number(parameters.find((each) => each.startsWith('q='))?.slice(2) ?? 1);
    const better = quality > (best?.quality ?? 0) && type !== 'multipart/mixed';
    if (better || (quality > 0 && (!best || best.type === 'multipart/mixed'))) best = { type, quality };
  }
  return best?.type;
}
