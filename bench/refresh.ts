import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { withoutStores } from '@dailyfeed/dev-infra/layout';
import { startStores } from '@dailyfeed/dev-infra/stores';
import { type Network, startNetwork } from '@dailyfeed/tests/network';

import { createDevice, type Device, logIn } from './device.ts';
import { report } from './report.ts';

/*
 * How many log-ins, refreshes and judged requests this machine gives in a second, with everything on it: stores, all
 * services in one process, and whoever asks. And how long after a log-out has been asked for the session is refused.
 */

const people = 16;
const spanMs = 5000;
const revocations = 100;

await using stack = new AsyncDisposableStack();
const dataDir = stack.adopt(await mkdtemp(join(tmpdir(), 'dailyfeed-bench-')), (folder) =>
  rm(folder, { recursive: true, force: true }),
);
const stores = stack.use(
  await startStores({ dataDir, env: withoutStores(process.env), fresh: true }),
);
const network = stack.use(await startNetwork({ urls: stores.urls }));

const emails: string[] = [];
for (let count = 0; count < people; count += 1) {
  emails.push((await network.signUp('bench')).email);
}
const logIns = await perSecond(async (index) => {
  await logIn(network, emails[index] ?? '');
});
const devices = await Promise.all(emails.map((email) => createDevice(network, email)));
const refreshes = await perSecond(async (index) => devices[index]?.refresh());
const judgedAt = (address: string): Promise<number> =>
  perSecond(async (index) => {
    // Nothing to read there: the token is judged, and no store is asked.
    await devices[index]?.ask(address);
  });
const atGateway = await judgedAt(`${network.url}/api/content/post.create`);
const atService = await judgedAt(`${network.contentUrl}/trpc/post.create`);
const delays = await measureRevocations(network);

await report('refresh', {
  'log-ins/s': logIns,
  'refreshes/s': refreshes,
  'access tokens judged/s, at the gateway': atGateway,
  'access tokens judged/s, at a service': atService,
  ...percentilesOf('at the gateway', delays.gateway),
  ...percentilesOf('at a service', delays.service),
  ...percentilesOf('of an open stream', delays.stream),
});

/** Turns per second of `people` that each do one thing after the other. */
async function perSecond(work: (index: number) => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  let turns = 0;
  await Promise.all(
    Array.from({ length: people }, async (_, index) => {
      for (; performance.now() - startedAt < spanMs; turns += 1) await work(index);
    }),
  );
  return (turns * 1000) / (performance.now() - startedAt);
}

async function measureRevocations(
  at: Network,
): Promise<Record<'gateway' | 'service' | 'stream', number[]>> {
  const delays = { gateway: [] as number[], service: [] as number[], stream: [] as number[] };
  for (let turn = 0; turn < revocations; turn += 1) {
    const device = await createDevice(at, emails[turn % people] ?? '');
    const stream = await device.openStream();
    const startedAt = performance.now();
    const after = async (event: Promise<unknown>): Promise<number> => {
      await event;
      return performance.now() - startedAt;
    };
    const [gateway, service, streamed] = await Promise.all([
      after(untilRefused(device, `${at.url}/api/content/post.create`)),
      after(untilRefused(device, `${at.contentUrl}/trpc/post.create`)),
      after(stream.ended),
      device.logOut(),
    ]);
    delays.gateway.push(gateway);
    delays.service.push(service);
    delays.stream.push(streamed);
  }
  return delays;
}

async function untilRefused(device: Device, address: string): Promise<void> {
  while ((await device.ask(address)) !== 401);
}

function percentilesOf(where: string, delays: number[]): Record<string, number> {
  const sorted = delays.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
  return {
    [`revocation ${where}, ms, p50`]: at(0.5),
    [`revocation ${where}, ms, p99`]: at(0.99),
  };
}
