/**
 * Close codes of the protocol's transitions, as it demands them, and of the router's own decisions. Clients of graphql-ws
 * connect again after those of the latter.
 *
 * @see https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
 * @see https://www.iana.org/assignments/websocket/websocket.xhtml#close-code-number
 */
export const closeCodes = {
  /** The router is closing. */
  goingAway: 1001,
  /** The reader is too slow; it may come back at once. */
  tryAgainLater: 1013,
  /** A message that clients do not send. */
  invalidMessage: 4400,
  /** The token is refused, or has ended; the reason is the error's code. The client comes back with another token. */
  forbidden: 4403,
  /** An operation before the connection is acknowledged. */
  unauthorized: 4401,
  /** Only graphql-transport-ws is spoken. */
  subprotocolNotAcceptable: 4406,
  /** No `connection_init` in time. */
  initialisationTimeout: 4408,
  /** An id that is in use. */
  subscriberExists: 4409,
  /** A second `connection_init`. */
  tooManyInitialisations: 4429,
  /** Something failed inside. */
  internalError: 4500,
} as const;
