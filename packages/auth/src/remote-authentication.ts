import { randomUUID } from 'node:crypto';

import type { Redis } from 'ioredis';

import {
  accessTokenAudience,
  accessTokenIssuer,
  createAccessTokenVerifier,
} from './access-token.ts';
import { anonymous } from './identity.ts';
import { createRemoteKeys } from './jwks.ts';
import type { AuthLog } from './log.ts';
import { mintPassport, passportHeader, type PassportKeys } from './passport.ts';
import type { AuthenticationOptions } from './plugin.ts';
import { createRevocations, RevocationList } from './revocations.ts';
import { createUseReporter } from './session-uses.ts';

export type RemoteAuthenticationOptions = {
  /** Address of the member service, which issues tokens and revokes them. */
  memberUrl: string;
  /** Keys of passports made out to member: its list of revocations is for services only. */
  memberKeys: PassportKeys;
  /** Name of this process, to which passports must be made out. */
  audience: string;
  passportKeys: PassportKeys;
  redis: Redis;
  log: AuthLog;
  now(): Date;
};

export type RemoteAuthentication = {
  options: Omit<AuthenticationOptions, 'ignoresToken'>;
  /** Resolves once tokens can be judged; rejects while neither keys nor revocations were ever heard of. */
  probe(): Promise<void>;
} & AsyncDisposable;

const pollTimeoutMs = 3000;

/** Authentication of every process but member: keys and revocations come from there, and it is told of tokens in use. */
export function createRemoteAuthentication(
  args: RemoteAuthenticationOptions,
): RemoteAuthentication {
  const { log } = args;
  const now = (): Date => args.now();
  const keys = createRemoteKeys({ url: `${args.memberUrl}/.well-known/jwks.json`, log, now });
  const revocations = createRevocations({
    poll: (sinceMs) => pollMember(sinceMs, args),
    redis: args.redis,
    log,
    now,
  });
  // Ahead of the first request; a failure is logged there and tried again by whoever needs it.
  void keys.load().catch(() => undefined);

  return {
    options: {
      audience: args.audience,
      passportKeys: args.passportKeys,
      accessTokens: createAccessTokenVerifier({
        keys,
        revocations,
        issuer: accessTokenIssuer,
        audience: accessTokenAudience,
        now,
      }),
      revocations,
      now,
      onUse: createUseReporter(args.redis),
    },
    probe: async () => {
      await Promise.all([keys.load(), revocations.load()]);
    },
    [Symbol.asyncDispose]: () => revocations[Symbol.asyncDispose](),
  };
}

async function pollMember(
  sinceMs: number,
  args: RemoteAuthenticationOptions,
): Promise<RevocationList> {
  const identity = { ...anonymous(randomUUID()), service: args.audience };
  const passport = mintPassport(identity, {
    audience: 'member',
    keys: args.memberKeys,
    now: args.now(),
  });
  const answer = await fetch(`${args.memberUrl}/revocations?since=${sinceMs}`, {
    headers: { [passportHeader]: passport },
    redirect: 'error',
    signal: AbortSignal.timeout(pollTimeoutMs),
  });
  if (!answer.ok) throw new Error(`Member answered ${answer.status}`);
  return RevocationList.parse(await answer.json());
}
