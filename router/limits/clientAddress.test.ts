import { describe, expect, test } from '@jest/globals';
import { clientAddress } from './clientAddress.ts';

const address = (trusted: string[], remoteAddress: string, forwarded?: string): string =>
  clientAddress(trusted)({
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
    socket: { remoteAddress },
  });

describe('the address of a client', () => {
  test('is that of its connection, whatever it says of itself', () => {
    expect(address([], '192.0.2.1')).toBe('192.0.2.1');
    expect(address([], '::ffff:192.0.2.1', '203.0.113.9')).toBe('192.0.2.1');
    expect(address(['10.0.0.0/8'], '192.0.2.1', '203.0.113.9')).toBe('192.0.2.1');
  });

  test.each([
    ['one proxy', '10.0.0.1', '198.51.100.7', '198.51.100.7'],
    ['what the client forged before', '10.0.0.1', '1.2.3.4, 5.6.7.8, 198.51.100.7', '198.51.100.7'],
    ['two proxies', '10.0.0.1', '1.2.3.4, 198.51.100.7, 10.0.0.2', '198.51.100.7'],
    ['a forged proxy before a client', '10.0.0.1', '1.2.3.4, 10.0.0.9, 198.51.100.7', '198.51.100.7'],
    ['a proxy that names nobody', '10.0.0.1', '', '10.0.0.1'],
    ['a proxy that names nonsense', '10.0.0.1', '198.51.100.7, unknown', '10.0.0.1'],
    ['a client among the proxies', '10.0.0.1', '10.0.0.3', '10.0.0.3'],
    ['a proxy over IPv6', 'fd00::1', '198.51.100.7', '198.51.100.7'],
    ['a chain without end', '10.0.0.1', Array(5_000).fill('10.0.0.2').join(), '10.0.0.2'],
  ])('behind trusted proxies is what they vouch for: %s', (_what, peer, forwarded, expected) => {
    expect(address(['10.0.0.0/8', 'fd00::1'], peer, forwarded)).toBe(expected);
  });

  test.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff::1', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['1::2', '1:0:0:0::/64'],
  ])('of IPv6 is the network that one subscriber has: %s', (peer, expected) => {
    expect(address([], peer)).toBe(expected);
  });
});
