import type { PassportKeys } from '@dailyfeed/auth/passport';
import {
  ActivityExportCounts,
  ContentExportCounts,
  ExportPage,
  SearchExportCounts,
} from '@dailyfeed/contract/export';
import { createContractRemote, rethrowRemote } from '@dailyfeed/service-kit/remote';
import type * as z from 'zod';

import type { ExportSource, ExportSources } from '../deps.ts';

/** A page is read by nobody who waits for it on a screen. */
const timeoutMs = 10_000;

type Address = { url: string; keys: PassportKeys };

/** Asks content, activity and search in the member's name. All call this service, so they are known by their contract only. */
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
