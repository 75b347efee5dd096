import { Readable } from 'node:stream';

import { mintPassport, passportHeader, type PassportKeys } from '@dailyfeed/auth/passport';
import { AppError } from '@dailyfeed/contract/errors';
import {
  ActivityExportCounts,
  ContentExportCounts,
  exportedImagePath,
  ExportPage,
  ImageExportCounts,
  SearchExportCounts,
} from '@dailyfeed/contract/export';
import { createContractRemote, rethrowRemote } from '@dailyfeed/service-kit/remote';
import type * as z from 'zod';

import type { ExportSource, ExportSources } from '../deps.ts';

/** A page is read by nobody who waits for it on a screen. */
const timeoutMs = 10_000;

type Address = { url: string; keys: PassportKeys };

/** Asks other services in the member's name. All of them call this one, so they are known by their contract only. */
export function createExportSources(
  addresses: Record<keyof ExportSources, Address>,
  clock: { now: () => Date },
): ExportSources {
  return {
    content: createSource('content', {
      ...addresses.content,
      ...clock,
      counts: ContentExportCounts,
    }),
    activity: createSource('activity', {
      ...addresses.activity,
      ...clock,
      counts: ActivityExportCounts,
    }),
    search: createSource('search', { ...addresses.search, ...clock, counts: SearchExportCounts }),
    image: {
      ...createSource('image', { ...addresses.image, ...clock, counts: ImageExportCounts }),
      open: createOpen({ ...addresses.image, ...clock }),
    },
  };
}

/** Not a procedure: bytes come as they are, and no faster than they are taken. */
function createOpen(args: Address & { now: () => Date }): ExportSources['image']['open'] {
  return async (identity, { id, signal }) => {
    const passport = mintPassport(
      { ...identity, service: 'member' },
      { audience: 'image', keys: args.keys, now: args.now() },
    );
    const answer = await fetch(`${args.url}${exportedImagePath}/${id}`, {
      headers: { [passportHeader]: passport },
      signal,
    }).catch((error: unknown) => {
      throw new AppError('UPSTREAM_UNAVAILABLE', { cause: error });
    });
    if (answer.ok && answer.body) return Readable.fromWeb(answer.body);
    await answer.body?.cancel();
    if (answer.status === 404) return undefined;
    throw new AppError('UPSTREAM_UNAVAILABLE', { cause: new Error(`status ${answer.status}`) });
  };
}

function createSource<TKind extends string>(
  audience: keyof ExportSources,
  args: Address & { now: () => Date; counts: z.ZodType<Record<TKind, number>> },
): ExportSource<TKind> {
  const { url, keys, now } = args;
  const remote = createContractRemote({ url, keys, audience, caller: 'member', timeoutMs, now });
  return {
    counts: (identity, signal) =>
      remote
        .query(identity, { path: 'export.counts', output: args.counts, signal })
        .catch(rethrowRemote),
    page: (identity, { kind, cursor, signal }) =>
      remote
        .query(identity, {
          path: 'export.page',
          input: { kind, cursor },
          output: ExportPage,
          signal,
        })
        .catch(rethrowRemote),
  };
}
