/** What a key is to tokens: published before it signs, signing, published until its last token expires, history. */
export type SigningKeyState = 'NEXT' | 'CURRENT' | 'PREVIOUS' | 'RETIRED';

export type SigningKey = {
  kid: string;
  state: SigningKeyState;
  createdAt: Date;
  activatedAt: Date | null;
  supersededAt: Date | null;
  retiredAt: Date | null;
};

export type RotationStep =
  /** `CURRENT` only where there is none, which the first start alone brings about. */
  | { kind: 'create'; state: 'NEXT' | 'CURRENT' }
  /** `kid` signs from here on; `superseded` has signed its last. */
  | { kind: 'promote'; kid: string; superseded: string | null }
  | { kind: 'retire'; kid: string }
  | { kind: 'remove'; kid: string };

const minuteMs = 60_000;

/** An hour, less what a scheduler may be early: a key must not miss its turn by seconds. */
const rotateAfterMs = 59 * minuteMs;
/** Verifiers keep the published keys for up to 10 minutes; one more for their clocks. */
export const publishBeforeSigningMs = 11 * minuteMs;
/** On top of the life of the last token: a process may sign a little longer with the key it has at hand. */
const retireSlackMs = 2 * minuteMs;
const keepRetiredMs = 30 * 24 * 60 * minuteMs;

/**
 * What is to be done about `keys` at `now`, in this order; nothing when all is well. With `due`, the current key is
 * replaced after an hour; with `now`, as soon as the next one has been published for long enough.
 */
export function planRotation(
  keys: readonly SigningKey[],
  options: { when: 'due' | 'now'; now: Date; accessTokenTtlMs: number },
): RotationStep[] {
  const ageMs = (since: Date | null): number =>
    since ? options.now.getTime() - since.getTime() : Number.POSITIVE_INFINITY;
  const steps: RotationStep[] = [];
  for (const key of keys) {
    const isSpent = ageMs(key.supersededAt) >= options.accessTokenTtlMs + retireSlackMs;
    if (key.state === 'PREVIOUS' && isSpent) steps.push({ kind: 'retire', kid: key.kid });
    if (key.state === 'RETIRED' && ageMs(key.retiredAt) >= keepRetiredMs)
      steps.push({ kind: 'remove', kid: key.kid });
  }

  const current = keys.find((key) => key.state === 'CURRENT');
  const next = keys.find((key) => key.state === 'NEXT');
  const isDue = options.when === 'now' || !current || ageMs(current.activatedAt) >= rotateAfterMs;
  const isPublished = next !== undefined && ageMs(next.createdAt) >= publishBeforeSigningMs;
  // Without a current key nobody can log in, which is worse than a verifier that has to ask for an unknown key.
  const canPromote = next !== undefined && (isPublished || !current);
  if (canPromote && isDue) {
    steps.push({ kind: 'promote', kid: next.kid, superseded: current?.kid ?? null });
    steps.push({ kind: 'create', state: 'NEXT' });
    return steps;
  }
  if (!current) steps.push({ kind: 'create', state: 'CURRENT' });
  if (!next) steps.push({ kind: 'create', state: 'NEXT' });
  return steps;
}
