import type { ServerResponse } from 'node:http';
import { fieldLines } from '../../edge/fieldLines.ts';

let second = 0;
let kept = 0;
let ending = '';

/**
 * Gives a response its head as text: status 200, the given fields, and those that Node adds for a connection that is kept. Node
 * looks at each field of each answer by two regular expressions, which costs a tenth of what a small request costs, though
 * the same fields go out every time; so fields that were looked at once are written as they are.
 *
 * Node has no documented way for that. A response that does not take the text for its head, and one whose connection
 * is not kept, is left as it was.
 *
 * @param fields lines, each with its end; nothing in them may come from the client unchecked
 * @param keepAlive seconds for which an idle connection is kept
 * @returns whether the response has its head now
 */
export function prepareHead(response: ServerResponse, fields: string, keepAlive: number): boolean {
  if (!response.shouldKeepAlive) return false;
  (response as unknown as { _header: string })._header = `HTTP/1.1 200 OK\r\n${fields}${endOfHead(keepAlive)}`;
  return response.headersSent;
}

/** The fields of the connection and Date (RFC 9110, section 5.6.7), which are the same for a second. */
function endOfHead(keepAlive: number): string {
  const now = Math.floor(Date.now() / 1_000);
  if (now !== second || keepAlive !== kept) {
    second = now;
    kept = keepAlive;
    const date = new Date(now * 1_000).toUTCString();
    ending = `${fieldLines(['Date', date, 'Connection', 'keep-alive', 'Keep-Alive', `timeout=${keepAlive}`])}\r\n`;
  }
  return ending;
}
