import { randomInt } from 'node:crypto';

import * as fc from 'fast-check';
import { expect } from 'vitest';

import { createStage, type Stage } from './_stage.ts';
import { type Ending, startWorlds, type World } from './_world.ts';

type Fate = 'arrives' | 'request lost' | 'answer lost';
type Act =
  | { kind: 'use' }
  | { kind: 'refresh'; fates: Fate[] }
  /** Two tabs without locks: both hold the same token, and both ask. */
  | { kind: 'refresh in two tabs'; fates: Fate[] };
type Other =
  | { kind: 'thief'; times: number }
  | { kind: 'end'; how: Ending }
  | { kind: 'rotate'; when: 'due' | 'now' }
  | { kind: 'revoke key' }
  | { kind: 'time'; seconds: number };

const Fates = fc.array(fc.constantFrom<Fate>('arrives', 'request lost', 'answer lost'), {
  maxLength: 2,
});
const Acts = fc.array(
  fc.oneof(
    fc.constant({ kind: 'use' as const }),
    fc.record({ kind: fc.constant('refresh' as const), fates: Fates }),
    fc.record({ kind: fc.constant('refresh in two tabs' as const), fates: Fates }),
  ),
  { minLength: 1, maxLength: 3 },
);
const hourSeconds = 3600;
const Others = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('thief' as const), times: fc.integer({ min: 1, max: 2 }) }),
    fc.record({
      kind: fc.constant('end' as const),
      how: fc.constantFrom<Ending>('log-out', 'revoke', 'everywhere'),
    }),
    fc.record({
      kind: fc.constant('rotate' as const),
      when: fc.constantFrom('due' as const, 'now' as const),
    }),
    fc.constant({ kind: 'revoke key' as const }),
    fc.record({
      kind: fc.constant('time' as const),
      seconds: fc.constantFrom(2, 5, 25, 14.5 * 60, 16 * 60, hourSeconds),
    }),
  ),
  { maxLength: 3 },
);

/**
 * One browser with its cookies, and whoever else comes in between, in any order the scheduler thinks of. A failure
 * tells its seed and path: `fc.assert` takes them, beside the count of runs, to repeat that run alone.
 */
export async function runInterleavings(count: number): Promise<void> {
  const seed = randomInt(2 ** 31);
  await Promise.all([
    runSeeded({ count: Math.ceil(count / 2), seed }),
    runSeeded({ count: Math.floor(count / 2), seed: seed + 1 }),
  ]);
}

async function runSeeded(args: { count: number; seed: number }): Promise<void> {
  await using worlds = await startWorlds();
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), Acts, Others, async (scheduler, acts, others) => {
      const stage = createStage(scheduler);
      await using world = await worlds.begin(stage);
      const browser = createBrowser(world, stage);
      await stage.play([
        () => browser.live(acts),
        ...others.map((other) => () => interfere(other, { world, stage, browser })),
      ]);
      const isHonest = others.every((other) => other.kind !== 'thief' && other.kind !== 'end');
      if (isHonest) expect(world.family.state, 'nobody is logged out wrongly').toBe('alive');
      await probe(world, stage);
    }),
    { numRuns: args.count, seed: args.seed },
  );
}

type Browser = ReturnType<typeof createBrowser>;

function createBrowser(world: World, stage: Stage) {
  const [refreshToken = ''] = world.family.refreshTokens;
  const [accessToken = ''] = world.family.accessTokens.keys();
  const held = { refreshToken, accessToken };
  let inFlight = 0;

  async function send<T>(fate: Fate, work: () => Promise<T>): Promise<T | undefined> {
    inFlight += 1;
    await stage.gate(`a request: ${fate}`);
    const answer = fate === 'request lost' ? undefined : await work();
    await stage.gate('an answer');
    inFlight -= 1;
    return fate === 'arrives' ? answer : undefined;
  }

  /** As the client does: what got no answer is tried again, with the cookie of that moment. */
  async function refresh(fates: Fate[]): Promise<void> {
    for (const fate of [...fates, 'arrives' as const]) {
      const { refreshToken: sent } = held;
      const answer = await send(fate, () => world.refresh(sent));
      if (answer === undefined) continue;
      if (typeof answer !== 'string') Object.assign(held, answer);
      return;
    }
  }

  async function act(next: Act): Promise<void> {
    switch (next.kind) {
      case 'use': {
        const { accessToken: sent } = held;
        const verdict = await send('arrives', () => world.use(sent));
        return verdict === 'expired' ? refresh([]) : undefined;
      }
      case 'refresh':
        return refresh(next.fates);
      case 'refresh in two tabs':
        return stage.together([() => refresh(next.fates), () => refresh([])]);
    }
  }

  return {
    held,
    isWaiting: () => inFlight > 0,
    live: async (acts: Act[]) => {
      for (const next of acts) await act(next);
    },
  };
}

/** Longer than a request is on its way: nothing of the browser is, when so much time passes. */
const patienceSeconds = 5;

async function interfere(
  other: Other,
  at: { world: World; stage: Stage; browser: Browser },
): Promise<void> {
  const { world, stage, browser } = at;
  await stage.gate(other.kind);
  switch (other.kind) {
    case 'thief': {
      let { refreshToken } = browser.held;
      for (let time = 0; time < other.times; time += 1) {
        await stage.gate('the thief comes');
        const answer = await world.refresh(refreshToken);
        if (typeof answer !== 'string') ({ refreshToken } = answer);
      }
      return;
    }
    case 'end':
      return world.end(other.how);
    case 'rotate':
      return world.rotate(other.when);
    case 'revoke key':
      return world.revokeKey();
    case 'time':
      if (other.seconds <= patienceSeconds || !browser.isWaiting()) world.pass(other.seconds);
  }
}

/** What is left: one successor at most, or nothing. */
async function probe(world: World, stage: Stage): Promise<void> {
  const { family } = world;
  await stage.play([
    async () => {
      if (family.state === 'alive') {
        const { newest } = family;
        expect(await world.refresh(newest), 'the newest token is good').not.toBeTypeOf('string');
        expect(await world.refresh(family.refreshTokens[0] ?? '')).toEqual(
          family.refreshTokens.length > 2 ? 'TOKEN_REVOKED' : expect.anything(),
        );
      }
      if (family.state === 'alive') return;
      const last = await world.refresh(family.newest);
      expect(last, 'what has ended stays ended').toBe('TOKEN_REVOKED');
      for (const verdict of await world.judgeAnew(family.accessTokens.keys()))
        expect(['revoked', 'expired']).toContain(verdict);
      expect(await world.findEnd()).toBe(family.isReused ? 'REUSED' : 'LOGGED_OUT');
    },
  ]);
}
