import assert from 'node:assert/strict';

import { decodeJwt, decodeProtectedHeader } from 'jose';

import type { IssuedTokens } from '../../src/deps.ts';
import { secondMs } from '../_harness.ts';

const graceMs = 20 * secondMs;

/** What has to come of a refresh: the generation that is given, or a refusal; `endsHere` if this very one ended it. */
export type Expectation = { answer: number | 'TOKEN_REVOKED'; endsHere: boolean };

/** The rules of one family of tokens, followed beside the real one: what it has to answer, step by step. */
export class Family {
  readonly id: string;
  readonly revokedKeys = new Set<string>();
  /** Everything given out: one refresh token for each generation, whoever has it. */
  readonly refreshTokens: string[] = [];
  readonly accessTokens = new Map<string, { generation: number }>();
  state: 'alive' | 'ended' | 'ended and told' = 'alive';
  isReused = false;
  private generation = 0;
  private usedAtMs: number | undefined;
  private readonly now: () => Date;

  constructor(begun: IssuedTokens, now: () => Date) {
    this.now = now;
    this.id = String(decodeJwt(begun.accessToken)['sid']);
    this.take(begun, 0);
  }

  get newest(): string {
    return this.refreshTokens[this.generation] ?? '';
  }

  /** A refresh token is judged; gives what has to come of it. */
  present(refreshToken: string): Expectation {
    const presented = this.refreshTokens.indexOf(refreshToken);
    assert(presented >= 0, 'only what was given out is presented');
    if (this.state !== 'alive') return { answer: 'TOKEN_REVOKED', endsHere: false };
    if (presented === this.generation) {
      this.generation += 1;
      this.usedAtMs = undefined;
      return { answer: this.generation, endsHere: false };
    }
    const isInTime = this.usedAtMs === undefined || this.now().getTime() - this.usedAtMs < graceMs;
    if (presented === this.generation - 1 && isInTime)
      return { answer: this.generation, endsHere: false };
    this.isReused = true;
    return { answer: 'TOKEN_REVOKED', endsHere: this.end() };
  }

  expectIssued(
    issued: IssuedTokens,
    args: { expected: Expectation; retiredKeys: ReadonlySet<string> },
  ): void {
    const { kid = '' } = decodeProtectedHeader(issued.accessToken);
    assert(!args.retiredKeys.has(kid), 'a key signed that was revoked before it was asked to');
    const { answer } = args.expected;
    assert(answer !== 'TOKEN_REVOKED', 'a refresh that the rules refuse was accepted');
    this.take(issued, answer);
  }

  expectRefused(code: string, expected: Expectation): void {
    assert.equal(code, expected.answer, 'a refresh has to be answered by the rules');
    // The refusal is sent once all have been told.
    if (expected.endsHere) this.announceEnd();
  }

  expectVerdict(accessToken: string, verdict: string): void {
    const { exp = 0 } = decodeJwt(accessToken);
    const { kid = '' } = decodeProtectedHeader(accessToken);
    const isOver = exp * secondMs <= this.now().getTime();
    const allowed = new Set<string>();
    if (isOver || this.revokedKeys.has(kid)) allowed.add('expired');
    if (!isOver && this.state !== 'ended and told') allowed.add('valid');
    if (!isOver && this.state !== 'alive') allowed.add('revoked');
    assert(allowed.has(verdict), `a token was judged ${verdict} instead of ${[...allowed].join()}`);
  }

  noteUse(accessToken: string): void {
    const used = this.accessTokens.get(accessToken);
    if (used?.generation === this.generation) this.usedAtMs ??= this.now().getTime();
  }

  /** False when it had ended before. */
  end(): boolean {
    if (this.state !== 'alive') return false;
    this.state = 'ended';
    return true;
  }

  announceEnd(): void {
    if (this.state === 'ended') this.state = 'ended and told';
  }

  private take({ refreshToken, accessToken }: IssuedTokens, generation: number): void {
    const known = this.refreshTokens[generation] ?? refreshToken;
    assert.equal(refreshToken, known, 'a generation has one refresh token');
    this.refreshTokens[generation] = refreshToken;
    this.accessTokens.set(accessToken, { generation });
  }
}
