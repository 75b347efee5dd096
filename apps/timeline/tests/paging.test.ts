import { searchOf } from '@dailyfeed/dev-infra/search';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { pagedFeeds } from './_feeds.ts';
import { idsToTheEnd, startTestTimeline, type TestTimeline } from './_harness.ts';

let timeline: TestTimeline;
beforeAll(async () => {
  timeline = await startTestTimeline();
});
afterAll(async () => {
  await timeline[Symbol.asyncDispose]();
});

/** What others do while somebody reads; `at` picks the post. */
const change = fc.record({
  kind: fc.constantFrom('write', 'edit', 'delete', 'hide', 'count', 'rank'),
  at: fc.nat(),
});

test.each(Object.entries(pagedFeeds))(
  'paging %s to the end shows each post that stays visible exactly once, in order, whatever happens meanwhile',
  async (name, feed) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 3, maxLength: 16 }),
        fc.integer({ min: 5, max: 24 }),
        fc.integer({ min: 2, max: 4 }),
        async (changes, count, limit) => {
          await timeline.db.post.deleteMany();
          const reader = timeline.members.add();
          const [one, ...others] = [1, 2, 3].map(() => timeline.members.add());
          const author = feed.isOwn ? reader : (one ?? '');
          const authors = feed.isOwn || feed.isOfOne ? [author] : [author, ...others];
          const posts = await timeline.writePosts(authors, count);
          await feed.enter(timeline, reader, posts);
          const first = await idsToTheEnd((cursor) =>
            feed.read(timeline, reader, { cursor, limit: 100 }),
          );
          expect(first).toEqual(posts);

          const gone = new Set<string>();
          /** A page, which shows nothing that had gone before it was asked for. */
          const read = async (cursor: string | null) => {
            const goneBefore = new Set(gone);
            const page = await feed.read(timeline, reader, { cursor, limit });
            expect(page.items.filter(({ id }) => goneBefore.has(id))).toEqual([]);
            return page;
          };
          // What is answered while one reads goes to the top, past a reader who has not met it yet.
          const moved = new Set<string>();
          const apply = async ({ kind, at }: (typeof changes)[number]): Promise<void> => {
            const id = posts[at % posts.length] ?? '';
            const where = { id };
            switch (kind) {
              case 'write': {
                const fresh = await timeline.writePost(author);
                if (feed.takesMore) {
                  await feed.enter(timeline, reader, [fresh]);
                }
                return;
              }
              case 'edit':
                await timeline.db.post.update({ where, data: { text: 'edited' } });
                return;
              case 'count':
                if (feed.isByActivity) moved.add(id);
                await timeline.db.post.update({
                  where,
                  data: { likeCount: 999, commentCount: 999, lastActivityAt: new Date() },
                });
                return;
              case 'rank':
                await timeline.takeRankings();
                return;
              case 'delete':
                gone.add(id);
                return timeline.deletePost(id);
              case 'hide':
                if (!feed.isOwn) gone.add(id);
                return timeline.hidePost(id);
            }
          };
          const seen = await idsToTheEnd(read, async (page) => {
            const next = changes[page - 1];
            if (next) await apply(next);
          });
          expect(new Set(seen).size).toBe(seen.length);
          const known = seen.filter((id) => posts.includes(id));
          const stays = (id: string): boolean => !gone.has(id) && !moved.has(id);
          expect(known.filter(stays)).toEqual(posts.filter(stays));
          expect(known).toEqual(posts.filter((id) => known.includes(id)));
        },
      ),
      searchOf(12),
    );
  },
);
