import { isIP, SocketAddress } from 'node:net';

/**
 * Whom an address stands for where addresses are counted. Whoever has one IPv6 address has 2^64 of them: they count as
 * one. IPv4 in the clothes of IPv6 counts as itself, and what is no address too.
 */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const bytes = new SocketAddress({ address, family: 'ipv6' }).address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bytes)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail = ''] = bytes.split('::');
  const before = head.split(':').filter(Boolean);
  const after = tail.split(':').filter(Boolean);
  const zeros = bytes.includes('::')
    ? Array<string>(8 - before.length - after.length).fill('0')
    : [];
  return `${[...before, ...zeros, ...after].slice(0, 4).join(':')}::/64`;
}
