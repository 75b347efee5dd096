import { createHash } from 'node:crypto';

import type { Device } from '@dailyfeed/contract/session';
import { parse } from 'bowser';

import type { Identity, SendingDevice } from './identity.ts';

const kindOf: Record<string, Device['kind']> = {
  mobile: 'phone',
  tablet: 'tablet',
  desktop: 'computer',
};

/** Headers are as long as their sender likes; what names a device comes early. */
const readMax = 512;
const idBytes = 12;

/** What a `User-Agent` header says of the device. It says what it likes: good for reading, not for deciding. */
export function deviceOf(userAgent: string): Device {
  if (userAgent === '') return { kind: 'other', os: null, browser: null };
  const { platform, os, browser } = parse(userAgent.slice(0, readMax));
  return {
    kind: kindOf[platform.type ?? ''] ?? 'other',
    os: os.name || null,
    browser: browser.name || null,
  };
}

const knownMax = 1000;

/**
 * Reads the device of a visitor. They are told apart by address and `User-Agent`, so two of them may share an id; a
 * member's is their session, which is one browser. Headers seen before are not read again.
 */
export function createDeviceReader(): (
  sender: Pick<Identity, 'userAgent' | 'address'>,
) => SendingDevice {
  const known = new Map<string, Device>();
  return ({ userAgent, address }) => {
    const read = userAgent.slice(0, readMax);
    const device = known.get(read) ?? deviceOf(read);
    known.set(read, device);
    if (known.size > knownMax) known.delete(known.keys().next().value ?? '');
    return { ...device, id: visitorId(address, userAgent) };
  };
}

function visitorId(address: string, userAgent: string): string {
  const digest = createHash('sha256').update(`${address}\n${userAgent}`).digest();
  return digest.subarray(0, idBytes).toString('base64url');
}
