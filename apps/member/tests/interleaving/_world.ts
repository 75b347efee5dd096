import {
  accessTokenAudience,
  accessTokenIssuer,
  type AccessTokenVerdict,
  createAccessTokenVerifier,
} from '@dailyfeed/auth/access-token';
import { anonymous, type Identity } from '@dailyfeed/auth/identity';
import { createRevocations } from '@dailyfeed/auth/revocations';
import { AppError } from '@dailyfeed/contract/errors';
import { createTestDatabase } from '@dailyfeed/dev-infra/test-database';

import { connect, type Database, type MemberRow } from '../../src/db/client.ts';
import type { Deps, IssuedTokens } from '../../src/deps.ts';
import { revokeKey, rotateKeys } from '../../src/domain/key-rotation.ts';
import { logOut, logOutEverywhere, revokeSession } from '../../src/domain/log-out.ts';
import { refreshSession } from '../../src/domain/refresh.ts';
import { listRevocations } from '../../src/domain/revocation.ts';
import { createSessionUses } from '../../src/domain/session-use.ts';
import { startSession } from '../../src/domain/session.ts';
import { createSigningKeys } from '../../src/domain/signing-keys.ts';
import { minuteMs, secondMs, startTestMember, type TestMember } from '../_harness.ts';
import { type Expectation, Family } from './_family.ts';
import type { Stage } from './_stage.ts';

export type Ending = 'log-out' | 'revoke' | 'everywhere';

/** What is proven here is an order, not a duration: a machine that does other things may take its time. */
const patience = 30;

/** The member service's own domain on its own database, for one run after the other. */
export async function startWorlds(): Promise<
  { begin(stage: Stage): Promise<World> } & AsyncDisposable
> {
  const clock = { ms: Date.now() };
  // Nobody reads the mails of thousands of thefts.
  const mailer = { send: () => Promise.resolve() };
  await using stack = new AsyncDisposableStack();
  const { url } = stack.use(await createTestDatabase('member'));
  const db = stack.adopt(connect(url, patience), (database) => database.$disconnect());
  const now = (): Date => new Date(clock.ms);
  const member = stack.use(
    await startTestMember({ MEMBER_DATABASE_URL: url }, { now, mailer, db }),
  );
  const { id } = await member.signUp();
  const row = await db.member.findUniqueOrThrow({ where: { id } });
  const keyRows = (await db.jwtKey.findMany()).map((key) => ({
    ...key,
    // A JWK is JSON, and never null; the type of what is read says no more.
    publicKey: Object(key.publicKey),
  }));
  // The next key has been published for long enough: a rotation may come at any moment.
  const startMs = clock.ms + 12 * minuteMs;
  const running = stack.move();
  return {
    begin: async (stage) => {
      clock.ms = startMs;
      await db.$transaction([
        db.jwtKey.deleteMany(),
        db.revocation.deleteMany(),
        db.refreshToken.deleteMany(),
        db.jwtKey.createMany({ data: keyRows }),
      ]);
      return beginWorld({ member, row, clock, stage });
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

export type World = Awaited<ReturnType<typeof beginWorld>>;

/** One session that has just begun, under keys of its own; what happens to it is compared with the rules. */
async function beginWorld(args: {
  member: TestMember;
  row: MemberRow;
  clock: { ms: number };
  stage: Stage;
}) {
  const { member, row, clock, stage } = args;
  const { db } = member.deps;
  const now = (): Date => new Date(clock.ms);
  const revocations = createRevocations({
    poll: (since) => listRevocations({ db, now }, since),
    log: member.deps.log,
    now,
  });
  const keys = createSigningKeys({ ...member.deps, now });
  const deps: Deps = { ...member.deps, now, keys, revocations };
  const sessionUses = createSessionUses(deps);
  const verifier = createAccessTokenVerifier({
    keys,
    revocations,
    issuer: accessTokenIssuer,
    audience: accessTokenAudience,
    now,
  });
  const identity = anonymous('interleaving');
  const begun = await startSession(deps, db, {
    member: row,
    amr: ['pwd'],
    identity,
    signer: await keys.getSigner(),
  });
  const family = new Family(begun, now);

  /** What others may do between the parts of one request; `onCommit` is called before they can. */
  const gated = (onCommit: () => void): Deps => ({
    ...deps,
    keys: {
      ...keys,
      getSigner: async () => {
        const signer = await keys.getSigner();
        await stage.gate('the signer is chosen');
        return signer;
      },
    },
    db: {
      $transaction: async (work: Parameters<Database['$transaction']>[0]) => {
        const result = await db.$transaction(work);
        onCommit();
        await stage.gate('committed');
        return result;
      },
    } as unknown as Database, // all that these functions use
  });

  async function refresh(refreshToken: string): Promise<IssuedTokens | string> {
    let expected: Expectation = { answer: 'TOKEN_REVOKED', endsHere: false };
    const retiredKeys = new Set(family.revokedKeys);
    const judged = gated(() => (expected = family.present(refreshToken)));
    try {
      const issued = await refreshSession(judged, refreshToken, identity);
      family.expectIssued(issued, { expected, retiredKeys });
      return issued;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      family.expectRefused(error.code, expected);
      return error.code;
    }
  }

  async function use(accessToken: string): Promise<AccessTokenVerdict['kind']> {
    const verdict = await verifier.verify(accessToken);
    family.expectVerdict(accessToken, verdict.kind);
    if (verdict.kind !== 'valid') return verdict.kind;
    await stage.gate('the token is good');
    await sessionUses.note(verdict.principal);
    family.noteUse(accessToken);
    return verdict.isRefreshAdvised ? 'expired' : 'valid';
  }

  async function end(how: Ending): Promise<void> {
    const ended = { here: false };
    const gatedDeps = gated(() => (ended.here = family.end()));
    const principal = { memberId: row.id, sessionId: family.id, roles: row.roles, amr: ['pwd'] };
    const who: Identity = { ...identity, member: principal };
    try {
      if (how === 'log-out') await logOut(gatedDeps, { identity: who, refreshToken: undefined });
      if (how === 'revoke') await revokeSession(gatedDeps, { memberId: row.id, id: family.id });
      if (how === 'everywhere') await logOutEverywhere(gatedDeps, row.id);
    } catch (error) {
      // Ended before, by reuse or otherwise.
      if (!(error instanceof AppError && error.code === 'SESSION_NOT_FOUND')) throw error;
    }
    if (ended.here) family.announceEnd();
  }

  return {
    family,
    refresh,
    use,
    end,
    rotate: async (when: 'due' | 'now') => void (await rotateKeys(deps, { when })),
    revokeKey: async () => {
      const current = await db.jwtKey.findFirstOrThrow({ where: { state: 'CURRENT' } });
      await revokeKey(deps, current.kid);
      family.revokedKeys.add(current.kid);
      await stage.gate('the key is revoked');
      const { items } = await listRevocations({ db, now }, 0);
      for (const item of items) revocations.add(item);
    },
    pass: (seconds: number) => (clock.ms += seconds * secondMs),
    /** What a process that starts afterwards makes of the tokens. */
    judgeAnew: async (accessTokens: Iterable<string>): Promise<AccessTokenVerdict['kind'][]> => {
      await using fresh = createRevocations({
        poll: (since) => listRevocations({ db, now }, since),
        log: member.deps.log,
        now,
      });
      const options = { keys, revocations: fresh, now };
      const other = createAccessTokenVerifier({
        ...options,
        issuer: accessTokenIssuer,
        audience: accessTokenAudience,
      });
      const verdicts = [...accessTokens].map((token) => other.verify(token));
      return (await Promise.all(verdicts)).map(({ kind }) => kind);
    },
    findEnd: async () =>
      (await db.refreshToken.findUniqueOrThrow({ where: { id: family.id } })).end,
    [Symbol.asyncDispose]: () => revocations[Symbol.asyncDispose](),
  };
}
