import type { Metadata } from 'next';

/** Of pages whose address holds a token: it is told to no page that is opened from there, and kept by no index. */
export function linkMetadata(title: string): Metadata {
  return { title, robots: { index: false }, referrer: 'no-referrer' };
}
