import { randomUUID } from 'node:crypto';

import {
  accessTokenAudience,
  accessTokenIssuer,
  createAccessTokenVerifier,
} from '@dailyfeed/auth/access-token';
import { createRemoteKeys } from '@dailyfeed/auth/jwks';
import { mintPassport, verifyPassport } from '@dailyfeed/auth/passport';
import { createRevocations } from '@dailyfeed/auth/revocations';
import { randomPassportKeys, startIssuer } from '@dailyfeed/auth/testing';

import { report } from './report.ts';

/*
 * How many passports one core mints and verifies in a second, and how many access tokens, the first time and when they
 * have been seen before. By the time the processor spent, so that others on the machine do not count.
 */

const now = new Date();
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const sessionId = randomUUID();
const userAgent =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36';
const identity = {
  member: {
    memberId: randomUUID(),
    sessionId,
    roles: ['MEMBER' as const],
    amr: ['pwd'],
    tokenId: randomUUID(),
  },
  service: null,
  address: '203.0.113.9',
  userAgent,
  device: { id: sessionId, kind: 'computer' as const, os: 'macOS', browser: 'Chrome' },
  language: 'ko' as const,
  hasRefreshCookie: true,
  requestId: randomUUID(),
};
const options = { audience: 'content', keys: randomPassportKeys(), now };
const passport = mintPassport(identity, options);

await using issuer = await startIssuer();
await using revocations = createRevocations({
  poll: () => Promise.resolve({ items: [], now: Date.now() }),
  log,
  now: () => new Date(),
});
const verifierOptions = {
  keys: createRemoteKeys({
    url: `${issuer.url}/.well-known/jwks.json`,
    log,
    now: () => new Date(),
  }),
  revocations,
  issuer: accessTokenIssuer,
  audience: accessTokenAudience,
  now: () => new Date(),
};
const token = await issuer.sign();
const warm = createAccessTokenVerifier(verifierOptions);

await report('passport', {
  'passports minted/s': await perSecond(() => mintPassport(identity, options)),
  'passports verified/s': await perSecond(() => verifyPassport(passport, options)),
  'access tokens verified/s, not seen before': await perSecond(() =>
    createAccessTokenVerifier(verifierOptions).verify(token),
  ),
  'access tokens verified/s, seen before': await perSecond(() => warm.verify(token)),
});

async function perSecond(work: () => unknown): Promise<number> {
  const secondUs = 1_000_000;
  // The first second is for the compiler.
  await runFor(work, secondUs);
  const { turns, spentUs } = await runFor(work, 2 * secondUs);
  return (turns * secondUs) / spentUs;
}

async function runFor(
  work: () => unknown,
  spentMaxUs: number,
): Promise<{ turns: number; spentUs: number }> {
  const start = process.cpuUsage();
  for (let turns = 0; ;) {
    for (let turn = 0; turn < 500; turn += 1) await work();
    turns += 500;
    const { user, system } = process.cpuUsage(start);
    if (user + system >= spentMaxUs) return { turns, spentUs: user + system };
  }
}
