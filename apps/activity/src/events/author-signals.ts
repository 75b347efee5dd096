import { setTimeout as delay } from 'node:timers/promises';

import type { Log } from '@dailyfeed/service-kit/log';

import type { Deps } from '../deps.ts';
import { findFollowersAmong } from '../domain/author-follower.ts';
import type { OpenPages } from './signals.ts';

/** Authors who are asked about in one go. */
const authorsMax = 10;
/** So many pages look for new posts at once, and the next a moment later: of 2,000 the last within two seconds. */
const sliceSize = 100;
const sliceMs = 100;

/**
 * Has the pages that are open here look for new posts when somebody has written whom too many follow for each of them
 * to be told. Who of their readers follows the author is asked then, and not kept. One question at a time, however many
 * write meanwhile: a process asks no more of member, and its pages of timeline, when there are more authors.
 */
export function passAuthorsOn(
  deps: Pick<Deps, 'members'>,
  args: { pages: OpenPages; log: Log },
): AsyncDisposable {
  const { pages, log } = args;
  const waiting = new Set<string>();
  const left = new AbortController();
  let work = Promise.resolve();
  let isWorking = false;

  const tellOf = async (authorIds: string[]): Promise<void> => {
    const told = new Set<string>();
    for (const authorId of authorIds) {
      const readerIds = pages.readers().filter((id) => !told.has(id));
      for (const id of await findFollowersAmong(deps, { authorId, readerIds })) told.add(id);
    }
    const readerIds = [...told];
    for (let start = 0; start < readerIds.length; start += sliceSize) {
      for (const id of readerIds.slice(start, start + sliceSize)) pages.tell(id, 'feed');
      await delay(sliceMs, undefined, { signal: left.signal, ref: false });
    }
  };
  const workOff = async (): Promise<void> => {
    isWorking = true;
    while (waiting.size > 0 && !left.signal.aborted) {
      const authorIds = [...waiting].slice(0, authorsMax);
      for (const id of authorIds) waiting.delete(id);
      // Pages also ask of their own accord.
      await tellOf(authorIds).catch((error: unknown) =>
        log.debug({ err: error }, 'authors not passed on'),
      );
    }
    isWorking = false;
  };

  pages.onAuthor((authorId) => {
    waiting.add(authorId);
    if (!isWorking) work = workOff();
  });
  return {
    [Symbol.asyncDispose]: async () => {
      left.abort();
      await work;
    },
  };
}
