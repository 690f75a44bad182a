import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CommonHeaders } from '../../edge/commonHeaders.ts';
import { compressed, encodingFor, isWorthCompressing, varyWith } from '../../edge/compression.ts';
import { fieldLines } from '../../edge/fieldLines.ts';
import type { LaneEdge } from '../../edge/lane.ts';
import type { AnswerType } from './mediaType.ts';
import { prepareHead } from './preparedHead.ts';

/** Bytes up to which copying them behind the head is cheaper than writing two pieces. */
const joinedBelow = 8_192;

/** The answer to one request on the plain way, with the headers that the stages of the edge give. */
export class LaneReply {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #requestId: string;
  readonly #edge: LaneEdge;
  readonly #common: CommonHeaders;

  constructor(request: IncomingMessage, response: ServerResponse, requestId: string, edge: LaneEdge) {
    this.#request = request;
    this.#response = response;
    this.#requestId = requestId;
    this.#edge = edge;
    this.#common = edge.commonHeaders(request.headers.origin);
  }

  /**
   * Sends an answer, compressed where the client accepts that and it is worth it. Nothing happens when the client has left.
   *
   * @param failed told of what prevents compression
   */
  send(
    status: number,
    type: AnswerType,
    payload: string | Buffer,
    headers: Readonly<Record<string, string>>,
    failed: (error: unknown) => void,
  ): void {
    const head: string[] = [];
    for (const name in headers) head.push(name, headers[name] as string);
    let { vary } = this.#common;
    if (isWorthCompressing(payload.length, type)) {
      vary = varyWith(vary);
      const encoding = encodingFor(this.#request.headers['accept-encoding']?.toString());
      if (encoding) {
        head.push('vary', vary, 'content-encoding', encoding);
        compressed(payload, encoding).then((bytes) => this.#write(status, type, head, bytes), failed);
        return;
      }
    }
    if (vary !== undefined) head.push('vary', vary);
    this.#write(status, type, head, payload);
  }

  #write(status: number, type: AnswerType, head: readonly string[], payload: string | Buffer): void {
    const response = this.#response;
    if (response.destroyed) return;
    const length = Buffer.byteLength(payload);
    const isClosing = this.#edge.isClosing();
    const isPlain = status === 200 && !isClosing;
    if (!isPlain || !prepareHead(response, this.#lines(type, length, head), this.#edge.keepAlive)) {
      const fields = ['content-type', `${type}; charset=utf-8`, 'x-request-id', this.#requestId, ...head];
      if (isClosing) fields.push('connection', 'close');
      response.writeHead(status, [...this.#common.pairs, 'content-length', `${length}`, ...fields]);
    }
    // One byte per character: written without being encoded, and together with the head.
    if (typeof payload === 'string') response.end(payload, length === payload.length ? 'latin1' : 'utf8');
    else if (length < joinedBelow) response.end(payload.toString('latin1'), 'latin1');
    else response.end(payload);
  }

  /** Only what differs from answer to answer is put together here. */
  #lines(type: AnswerType, length: number, head: readonly string[]): string {
    const common = this.#common.linesWith(type);
    const lines = `${common}x-request-id: ${this.#requestId}\r\ncontent-length: ${length}\r\n`;
    return head.length === 0 ? lines : lines + fieldLines(head);
  }
}
