import { expect, test } from 'vitest';

import { createDeviceReader, deviceOf } from './device.ts';

const webkit = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0';

test.each([
  [
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) ${webkit} Version/18.5 Mobile/15E148 Safari/604.1`,
    { kind: 'phone', os: 'iOS', browser: 'Safari' },
  ],
  [
    `Mozilla/5.0 (Linux; Android 15; K) ${chrome} Mobile Safari/537.36`,
    { kind: 'phone', os: 'Android', browser: 'Chrome' },
  ],
  [
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${chrome} Safari/537.36`,
    { kind: 'computer', os: 'macOS', browser: 'Chrome' },
  ],
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${chrome} Safari/537.36 Edg/150.0`,
    { kind: 'computer', os: 'Windows', browser: 'Microsoft Edge' },
  ],
  ['node', { kind: 'other', os: null, browser: null }],
  ['', { kind: 'other', os: null, browser: null }],
  ['\u0000<script>', { kind: 'other', os: null, browser: null }],
])('%s names its device', (userAgent, device) => {
  expect(deviceOf(userAgent)).toEqual(device);
});

test('visitors are told apart by address and browser', () => {
  const readDevice = createDeviceReader();
  const ann = { userAgent: chrome, address: '203.0.113.9' };
  const { id } = readDevice(ann);
  expect(readDevice(ann)).toEqual({ ...deviceOf(chrome), id });
  expect(readDevice({ ...ann, address: '203.0.113.10' }).id).not.toBe(id);
  expect(readDevice({ ...ann, userAgent: webkit }).id).not.toBe(id);
});
