import { startCountedPostgres } from '@dailyfeed/dev-infra/counted-store';
import { createTestDatabase } from '@dailyfeed/dev-infra/test-database';
import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { commentEvent, eventOf, startTestSearch } from './_harness.ts';

const counted = 51;
const dayMs = 86_400_000;
const database = await createTestDatabase('search');
const postgres = await startCountedPostgres(database.url);
const search = await startTestSearch({ env: { SEARCH_DATABASE_URL: postgres.url } });
afterAll(async () => {
  await search[Symbol.asyncDispose]();
  await postgres[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

beforeAll(async () => {
  const numbers = Array.from({ length: counted }, (_, index) => index);
  const members = numbers.map((index) => ({
    id: newId(),
    handle: `ann${index}`,
    displayName: 'Ann',
    avatarUrl: null,
    visibility: 'PUBLIC' as const,
  }));
  for (const one of members) search.world.members.set(one.id, one);
  await search.tell(members.map(({ id }) => eventOf('member.signed_up', { memberId: id }, { id })));
  const [postId = ''] = await search.write(
    ...members.map(({ id }, index) => ({ text: `lately #tag${index}`, authorId: id })),
    // Further and further back, over seven years.
    ...members.map(({ id }, index) => ({
      text: 'seldom',
      authorId: id,
      createdAt: new Date(Date.now() - index * index * dayMs).toISOString(),
    })),
  );
  const comments = members.map(({ id: authorId }) => {
    return { id: newId(), postId, authorId, text: 'lately', version: 1 };
  });
  for (const comment of comments) search.world.comments.set(comment.id, comment);
  await search.tell(comments.map((comment) => commentEvent('comment.created', comment)));
});

const { posts, comments, members, tags } = search.nobody.search;

// Each statement sets what is left of its time with another, which counts as well.
test.each([
  {
    name: 'the newest posts',
    atMost: 4,
    read: (limit: number) => posts.query({ query: 'lately', sort: 'newest', limit }),
  },
  {
    name: 'posts of seven years',
    atMost: 12,
    read: (limit: number) => posts.query({ query: 'seldom', sort: 'newest', limit }),
  },
  {
    name: 'ranked posts',
    atMost: 12,
    read: (limit: number) => posts.query({ query: 'seldom', limit }),
  },
  {
    name: 'ranked comments',
    atMost: 12,
    read: (limit: number) => comments.query({ query: 'lately', limit }),
  },
  { name: 'members', atMost: 4, read: (limit: number) => members.query({ query: 'ann', limit }) },
  { name: 'tags', atMost: 6, read: (limit: number) => tags.query({ query: 'tag', limit }) },
])('a page of $name costs at most $atMost statements, be it short or long', async (page) => {
  for (const limit of [5, 50]) {
    let items: unknown[] = [];
    const cost = await postgres.countOf(async () => ({ items } = await page.read(limit)));
    expect(items).toHaveLength(limit);
    expect(cost).toBeGreaterThan(0);
    expect(cost).toBeLessThanOrEqual(page.atMost);
  }
});
