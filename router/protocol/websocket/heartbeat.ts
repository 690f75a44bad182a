import type { WebSocket } from 'ws';

/** Parts of an interval; in each of them some of the sockets have their turn. */
const parts = 32;

/**
 * Pings each socket once in an interval, and cuts those that have not answered since. One timer serves all; their turns
 * are spread over the interval, so that pinging thousands never holds up what is being sent.
 */
export class Heartbeat {
  /** Socket → whether it has answered. */
  readonly #turns = Array.from({ length: parts }, () => new Map<WebSocket, boolean>());
  readonly #turnOf = new WeakMap<WebSocket, Map<WebSocket, boolean>>();
  readonly #timer: NodeJS.Timeout;
  readonly #heard: (this: WebSocket) => void;
  #now = 0;

  /** @param interval milliseconds */
  constructor(interval: number) {
    const turnOf = this.#turnOf;
    this.#heard = function () {
      turnOf.get(this)?.set(this, true);
    };
    this.#timer = setInterval(() => this.#beat(), interval / parts);
    this.#timer.unref();
  }

  /** The first ping comes within an interval. */
  add(socket: WebSocket): void {
    // Spread evenly also when thousands come within one part of the interval.
    const turn = this.#turns.reduce((least, each) => (each.size < least.size ? each : least));
    turn.set(socket, true);
    this.#turnOf.set(socket, turn);
    socket.on('pong', this.#heard);
  }

  remove(socket: WebSocket): void {
    this.#turnOf.get(socket)?.delete(socket);
    this.#turnOf.delete(socket);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    const turn = this.#turns[this.#now++ % parts]!;
    for (const [socket, hasAnswered] of turn) {
      if (!hasAnswered) {
        socket.terminate();
        continue;
      }
      turn.set(socket, false);
      socket.ping();
    }
  }
}
