import type { Device } from '@dailyfeed/contract/session';
import { parse } from 'bowser';

const kindOf: Record<string, Device['kind']> = {
  mobile: 'phone',
  tablet: 'tablet',
  desktop: 'computer',
};

/** What a `User-Agent` header says of the device. It says what it likes: good for reading, not for deciding. */
export function deviceOf(userAgent: string): Device {
  if (userAgent === '') return { kind: 'other', os: null, browser: null };
  const { platform, os, browser } = parse(userAgent);
  return {
    kind: kindOf[platform.type ?? ''] ?? 'other',
    os: os.name || null,
    browser: browser.name || null,
  };
}
