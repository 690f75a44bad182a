import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Where a request came from. */
export interface ClientRequest {
  readonly headers: IncomingHttpHeaders;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/** Says under which address a request's caller is counted. */
export type ClientAddress = (request: ClientRequest) => string;

/** Proxies that may stand in a row before the header is taken for a forgery; each of them adds one address. */
const proxiesAtMost = 20;

/**
 * Makes the function that finds callers' addresses: that of the connection, and behind trusted proxies the last one in
 * X-Forwarded-For that no trusted proxy has. What stands left of it was written by the caller, who may write anything.
 *
 * IPv6 callers are counted by the first 64 bits of their address, since one subscriber has all the others.
 *
 * @param trusted addresses and networks (CIDR) of proxies
 * @see RFC 6177 for what an IPv6 subscriber gets
 */
export function clientAddress(trusted: readonly string[]): ClientAddress {
  const proxies = new BlockList();
  for (const each of trusted) {
    const [address = '', prefix] = each.split('/');
    const family = familyOf(address);
    if (prefix === undefined) proxies.addAddress(address, family);
    else proxies.addSubnet(address, Number(prefix), family);
  }
  const isProxy = (address: string): boolean => isIP(address) !== 0 && proxies.check(address, familyOf(address));

  return ({ headers, socket }) => {
    const peer = plain(socket.remoteAddress ?? '');
    const forwarded = headers['x-forwarded-for'];
    if (trusted.length === 0 || forwarded === undefined || !isProxy(peer)) return counted(peer);
    let client = peer;
    const chain = String(forwarded).split(',').slice(-proxiesAtMost);
    for (let last = chain.length - 1; last >= 0 && isProxy(client); last--) {
      const before = plain(chain[last]!.trim());
      if (isIP(before) === 0) break;
      client = before;
    }
    return counted(client);
  };
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

/** IPv4 as a socket for both families says it, without its IPv6 clothes. */
function plain(address: string): string {
  return address.startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address;
}

/** The address, or the first four groups of an IPv6 one. */
function counted(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.toLowerCase().split('%', 1)[0]!.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  const missing = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array<string>(Math.max(missing, 0)).fill('0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
