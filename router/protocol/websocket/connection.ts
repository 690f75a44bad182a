import type { IncomingHttpHeaders } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { ErrorCode } from '#platform/errors/catalogue.ts';
import type { Principal } from '#platform/identity/principal.ts';
import { permissionKey } from '../../access/permissionKey.ts';
import type { SharedFrame } from '../../live/sharedFrame.ts';
import { roomOf } from '../roomOf.ts';
import type { TransportParts } from '../transportParts.ts';
import { untilAccessEnds } from '../untilAccessEnds.ts';
import { closeCodes } from './closeCodes.ts';

/** How long a closed socket may take to say goodbye before it is cut, in milliseconds. */
const farewell = 5_000;

/**
 * One WebSocket. States: *opened*; *identified*, once `connection_init` was accepted, until the token ends; *closed*,
 * by the client, by a transition of the protocol, because the token ended, is revoked or refused (4403), because the
 * reader is too slow (1013), or because the router closes (1001). Whatever closed it, nothing of it stays.
 */
export class Connection {
  readonly socket: WebSocket;
  /** Of the upgrade, as far as operations may ask for them. */
  readonly headers: IncomingHttpHeaders;
  /** Under which its operations count as long as nobody is known at the other end; missing where nothing is counted. */
  readonly address: string | undefined;
  principal: Principal | null = null;
  /** Subscriptions that are being opened; a `ping` is answered after them. */
  readonly #opening = new Set<Promise<unknown>>();
  readonly #stream: Duplex;
  readonly #parts: TransportParts;
  #stopExpiry: () => void = () => undefined;
  #onEnd: (() => void) | undefined;
  #ended = false;

  /** @param stream what the socket writes to, without compression */
  constructor(
    socket: WebSocket,
    stream: Duplex,
    { headers, address }: Pick<Connection, 'headers' | 'address'>,
    parts: TransportParts,
  ) {
    this.socket = socket;
    this.#stream = stream;
    this.headers = headers;
    this.address = address;
    this.#parts = parts;
    socket.once('close', () => this.#end());
  }

  /** Sets what releases the operations of the connection: called once, as soon as it is decided that it closes. */
  onEnd(release: () => void): void {
    if (this.#ended) release();
    else this.#onEnd = release;
  }

  /** Learns who is at the other end, and closes when the token ends or is revoked. */
  identify(principal: Principal | null): void {
    if (this.#ended) return;
    this.#stopExpiry();
    this.principal = principal;
    this.#stopExpiry = untilAccessEnds(principal, this.#parts.revocations, (code) =>
      this.close(closeCodes.forbidden, code),
    );
  }

  /**
   * Goes on with a fresh token of the same user. With other permissions, the connection closes (4403, ACCESS_CHANGED):
   * what runs on it was authorised with the former ones, and the client comes back by its cursors.
   */
  refresh(fresh: Principal | null): void {
    const { principal } = this;
    if (!fresh || !principal || fresh.userId !== principal.userId || fresh.tenantId !== principal.tenantId) {
      const { tenantId, userId } = principal ?? {};
      this.#parts.logger.warn({ event: 'security', reason: 'token-of-another', tenantId, userId }, 'token refused');
      this.close(closeCodes.forbidden, 'TOKEN_INVALID' satisfies ErrorCode);
    } else if (permissionKey(fresh) !== permissionKey(principal)) {
      this.close(closeCodes.forbidden, 'ACCESS_CHANGED' satisfies ErrorCode);
    } else this.identify(fresh);
  }

  /** Closes with a code and its reason; a reader that does not answer is cut. */
  close(code: number, reason: string): void {
    this.socket.close(code, reason);
    // A peer that does not read delays the end of the socket, but not that of what the router does for it.
    this.#end();
    const timer = setTimeout(() => this.socket.terminate(), farewell);
    timer.unref();
    this.socket.once('close', () => clearTimeout(timer));
  }

  /** Sends text as it is; resolves when it is handed to the system. */
  send(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.socket.readyState !== this.socket.OPEN) return resolve();
      this.socket.send(text, (error) => (error ? reject(error) : resolve()));
    });
  }

  /**
   * Writes a prepared frame for the operation with that id, unless the reader has left too much unread. It goes past
   * `ws`, which would make a header for each subscriber and write it apart; whatever `ws` itself sends is written at
   * once and in one go too, so that frames of both never mix.
   */
  write(frame: SharedFrame, idAsJson: string): void {
    if (this.socket.readyState !== 1) return;
    const unread = this.#stream.writableLength;
    if (unread > this.#parts.unreadAtMost) {
      this.#parts.logger.warn({ unread }, 'slow reader of a WebSocket was closed');
      this.close(closeCodes.tryAgainLater, 'SLOW_READER' satisfies ErrorCode);
      return;
    }
    frame.writeWebSocket(this.#stream, idAsJson);
  }

  /** Resolves when what was written is on its way, or the connection is gone; undefined when it is. */
  room(): Promise<void> | undefined {
    return roomOf(this.#stream);
  }

  /** Notes that a subscription is being opened; gives what it is given. */
  opening(opened: Promise<void>): Promise<void> {
    this.#opening.add(opened);
    const forget = (): void => void this.#opening.delete(opened);
    opened.then(forget, forget);
    return opened;
  }

  /** Resolves when every subscription that was asked for before is in position, or refused. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#opening);
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stopExpiry();
    this.#onEnd?.();
  }
}
