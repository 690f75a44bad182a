import { catalogue } from '#platform/errors/catalogue.ts';

/** What an answer must never hold: words of the inside, which a masked error does not have. */
const inside =
  /hunter2|node_modules|node:internal|\.ts:\d|\bat [\w.]+ \(|Cannot read|is not a function|is not iterable|ECONN|Maximum call stack|RangeError|TypeError/;

/**
 * What is wrong with an answer to a bad request; undefined for one that is right: a status that fits, errors with codes
 * of the catalogue, and nothing of the inside. `INTERNAL_ERROR` is masked, but means that something was not foreseen.
 */
export function faultOf(status: number, text: string): string | undefined {
  if (inside.test(text)) return `tells of the inside: ${inside.exec(text)?.[0]}`;
  if (status >= 500 && !text.includes('"code"')) return `status ${status}`;
  for (const [, code = ''] of text.matchAll(/"code":"([^"]*)"/g)) {
    if (code === 'INTERNAL_ERROR') return 'INTERNAL_ERROR';
    if (!Object.hasOwn(catalogue, code)) return `code ${code}`;
  }
  if (!text.startsWith('{')) return undefined;
  const { errors } = JSON.parse(text) as { errors?: { extensions?: { code?: string } }[] };
  if (status >= 400 && !errors?.length) return `status ${status} without error`;
  return errors?.some(({ extensions }) => extensions?.code === undefined) ? 'an error without code' : undefined;
}

/** Close codes with which a bad message may end a socket. */
const closeCodes: ReadonlySet<number> = new Set([
  1000, 1002, 1003, 1007, 1009, 4400, 4401, 4403, 4406, 4408, 4409, 4429,
]);

/** What is wrong with the end of a socket. */
export function faultOfClose(code: number): string | undefined {
  return closeCodes.has(code) ? undefined : `close code ${code}`;
}
