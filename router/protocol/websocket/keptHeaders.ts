import type { IncomingHttpHeaders } from 'node:http';

/** Speak of the upgrade itself, or of bodies that a WebSocket has none of. */
const ofTheUpgrade = /^(?:connection|upgrade|sec-websocket-.*|accept-encoding|cache-control|pragma)$/;

/** A copy of those headers that operations of a WebSocket may ask for, which is kept for as long as it lives. */
export function keptHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ofTheUpgrade.test(name)));
}
