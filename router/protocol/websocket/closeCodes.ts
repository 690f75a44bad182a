/**
 * Close codes of the router's own decisions; those of the protocol's transitions are sent by graphql-ws.
 * Clients of graphql-ws connect again after each of these.
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
  /** Something failed inside. */
  internalError: 4500,
} as const;
