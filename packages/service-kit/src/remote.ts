import type { Identity } from '@dailyfeed/auth/identity';
import { mintPassport, passportHeader, type PassportKeys } from '@dailyfeed/auth/passport';
import { AppError, isErrorCode } from '@dailyfeed/contract/errors';
import {
  createTRPCClient,
  createTRPCUntypedClient,
  httpLink,
  type HTTPLinkOptions,
  type TRPCClient,
  TRPCClientError,
} from '@trpc/client';
import type { AnyTRPCRouter } from '@trpc/server';
import type * as z from 'zod';

export type RemoteOptions = {
  /** Address of the service, without `/trpc`. */
  url: string;
  /** Name of the service called, and the keys its passports are signed with. */
  audience: string;
  keys: PassportKeys;
  /** Name of the service that calls. */
  caller: string;
  timeoutMs?: number;
  /** The clock passports are dated by; the system's by default. */
  now?: () => Date;
};

/** A typed client of another service. Every call carries, as its passport, the caller and whom it acts for. */
export type Remote<TRouter extends AnyTRPCRouter> = { as(identity: Identity): TRPCClient<TRouter> };

/** Makes the client of one service; calls end after `timeoutMs` (3 s). */
export function createRemote<TRouter extends AnyTRPCRouter>(
  options: RemoteOptions,
): Remote<TRouter> {
  return {
    as: (identity) =>
      createTRPCClient<TRouter>({ links: [httpLink(linkOptions<TRouter>(identity, options))] }),
  };
}

/** One call of a service whose types may not be imported: the contract says what it answers. */
export type ContractCall<TOutput> = {
  path: string;
  input?: unknown;
  output: z.ZodType<TOutput>;
  signal?: AbortSignal;
};

/** As `createRemote`, where the package graph has no place for the service's type. */
export function createContractRemote(options: RemoteOptions): {
  query<TOutput>(identity: Identity, call: ContractCall<TOutput>): Promise<TOutput>;
  mutate<TOutput>(identity: Identity, call: ContractCall<TOutput>): Promise<TOutput>;
} {
  const clientOf = (identity: Identity) =>
    createTRPCUntypedClient<AnyTRPCRouter>({
      links: [httpLink(linkOptions<AnyTRPCRouter>(identity, options))],
    });
  return {
    query: async (identity, { path, input, output, ...rest }) =>
      output.parse(await clientOf(identity).query(path, input, rest)),
    mutate: async (identity, { path, input, output, ...rest }) =>
      output.parse(await clientOf(identity).mutation(path, input, rest)),
  };
}

function linkOptions<TRouter extends AnyTRPCRouter>(
  identity: Identity,
  options: RemoteOptions,
): HTTPLinkOptions<TRouter['_def']['_config']['$types']> {
  return {
    url: `${options.url}/trpc`,
    // A query with 200 ids does not fit into an address.
    methodOverride: 'POST',
    headers: () => passportOf(identity, options),
    fetch: (address: string, init: unknown) =>
      fetch(address, withTimeout(init, options.timeoutMs ?? 3000)),
    // Our routers use plain JSON, so no transformer is asked for; the generic type cannot know.
  } as never; // see above
}

function passportOf(identity: Identity, options: RemoteOptions): Record<string, string> {
  const passport = mintPassport(
    { ...identity, service: options.caller },
    { audience: options.audience, keys: options.keys, now: options.now?.() ?? new Date() },
  );
  return { [passportHeader]: passport };
}

function withTimeout(init: unknown, timeoutMs: number): RequestInit {
  const given = init as RequestInit; // tRPC's own, narrower description of the same thing
  const signals = [AbortSignal.timeout(timeoutMs), ...(given.signal ? [given.signal] : [])];
  return { ...given, signal: AbortSignal.any(signals) };
}

/** Rethrows a failed call to another service: a known code keeps its meaning, no answer is UPSTREAM_UNAVAILABLE. */
export function rethrowRemote(error: unknown): never {
  if (!(error instanceof TRPCClientError)) throw new AppError('UPSTREAM_FAILED', { cause: error });
  // The router's type is unknown here, so is the shape of its errors.
  const data = error.data as { appCode?: unknown; retryAfterSeconds?: unknown } | null | undefined; // see above
  if (data === undefined || data === null)
    throw new AppError('UPSTREAM_UNAVAILABLE', { cause: error });
  const code = data.appCode;
  if (!isErrorCode(code) || code === 'INTERNAL')
    throw new AppError('UPSTREAM_FAILED', { cause: error });
  throw new AppError(code, { cause: error });
}
