import type { Log } from '@dailyfeed/service-kit/log';

import type { Deps } from '../deps.ts';
import { findFollowersAmong } from '../domain/author-follower.ts';
import type { OpenPages } from './signals.ts';
import { createSlices } from './slices.ts';

/** Authors who are asked about in one go. */
const authorsMax = 10;

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
  const slices = createSlices<string>((readerId) => pages.tell(readerId, 'feed'));
  let isLeft = false;
  let work = Promise.resolve();
  let isWorking = false;

  const tellOf = async (authorIds: string[]): Promise<void> => {
    const told = new Set<string>();
    for (const authorId of authorIds) {
      const readerIds = pages.readers().filter((id) => !told.has(id));
      for (const id of await findFollowersAmong(deps, { authorId, readerIds })) told.add(id);
    }
    await slices.tell(told);
  };
  const workOff = async (): Promise<void> => {
    isWorking = true;
    while (waiting.size > 0 && !isLeft) {
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
      isLeft = true;
      await slices[Symbol.asyncDispose]();
      await work;
    },
  };
}
