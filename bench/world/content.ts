import { type Filled, startCopy, type TableCopy } from './copy.ts';
import { chooseMember } from './graph.ts';
import type { Span } from './members.ts';
import type { Random } from './random.ts';
import type { Size } from './size.ts';
import { languageOf, writeComment, writePost } from './text.ts';

const dayMs = 86_400_000;
const columns = {
  posts: [
    'id',
    'author_id',
    'text',
    'language',
    'entities',
    'like_count',
    'comment_count',
    'bookmark_count',
    'view_count',
    'last_activity_at',
    'created_at',
  ],
  post_tags: ['post_id', 'tag'],
  comments: [
    'id',
    'post_id',
    'parent_id',
    'depth',
    'author_id',
    'text',
    'like_count',
    'reply_count',
    'created_at',
  ],
  post_likes: ['post_id', 'member_id', 'created_at'],
  comment_likes: ['comment_id', 'member_id', 'created_at'],
  bookmarks: ['post_id', 'member_id', 'created_at'],
};
type Tables = Record<keyof typeof columns, TableCopy>;
type Args = { size: Size; ids: string[]; span: Span; random: Random };
type Comment = { id: string; parent: number | null; depth: number; timeMs: number };

/** Fills the database `content`: every counter is the number of its rows. */
export async function fillContent(url: string, args: Args): Promise<Filled[]> {
  const tables: Tables = {
    posts: await startCopy(url, 'posts', columns.posts),
    post_tags: await startCopy(url, 'post_tags', columns.post_tags),
    comments: await startCopy(url, 'comments', columns.comments),
    post_likes: await startCopy(url, 'post_likes', columns.post_likes),
    comment_likes: await startCopy(url, 'comment_likes', columns.comment_likes),
    bookmarks: await startCopy(url, 'bookmarks', columns.bookmarks),
  };
  const { size, span } = args;
  for (let post = 0; post < size.posts; post += 1) {
    // Denser towards the end: there are more members by then.
    const share = ((post + args.random.next()) / size.posts) ** 0.7;
    await addPost(tables, span.startMs + share * (span.endMs - span.startMs), args);
  }
  for (const table of Object.values(tables)) await table.end();
  const done: Filled[] = [];
  // One after the other: there is one disk.
  for (const table of Object.values(tables)) done.push(await table.index());
  return done;
}

async function addPost(tables: Tables, timeMs: number, args: Args): Promise<void> {
  const { size, ids, random, span } = args;
  const author = chooseMember(size, random, 2);
  const id = random.id(timeMs);
  const written = writePost(random, languageOf(author));
  const likeCount = random.heavyTailed(0.75, 2000);
  const bookmarkCount = random.heavyTailed(0.15, 500);
  const later = (within: number): number =>
    Math.min(span.endMs, timeMs + random.next() ** 3 * within);

  for (const member of chooseSome(likeCount, size, random)) {
    await tables.post_likes.add([id, ids[member] ?? '', toTime(later(7 * dayMs))]);
  }
  for (const member of chooseSome(bookmarkCount, size, random)) {
    await tables.bookmarks.add([id, ids[member] ?? '', toTime(later(7 * dayMs))]);
  }
  for (const tag of written.tags) await tables.post_tags.add([id, tag]);
  const comments = await addComments(tables, { postId: id, author, later }, args);
  await tables.posts.add([
    id,
    ids[author] ?? '',
    written.text,
    written.language,
    written.entities,
    likeCount,
    comments.length,
    bookmarkCount,
    likeCount * 12 + random.below(20),
    toTime(comments.reduce((latest, comment) => Math.max(latest, comment.timeMs), timeMs)),
    toTime(timeMs),
  ]);
}

async function addComments(
  tables: Tables,
  post: { postId: string; author: number; later(within: number): number },
  { size, ids, random }: Args,
): Promise<Comment[]> {
  const count = random.heavyTailed(0.35, 500);
  const times = Array.from({ length: count }, () => post.later(3 * dayMs)).toSorted(
    (one, other) => one - other,
  );
  const comments: Comment[] = [];
  for (const timeMs of times) {
    const parent = random.next() < 0.3 ? random.below(comments.length + 1) - 1 : -1;
    const depth = (comments[parent]?.depth ?? -1) + 1;
    // Three levels: an answer to the third stands beside it.
    const isAnswer = parent >= 0 && depth <= 2;
    comments.push({
      id: random.id(timeMs),
      parent: isAnswer ? parent : null,
      depth: isAnswer ? depth : 0,
      timeMs,
    });
  }
  for (const [index, comment] of comments.entries()) {
    const author = chooseMember(size, random, 2);
    const likeCount = random.heavyTailed(0.2, 200);
    await tables.comments.add([
      comment.id,
      post.postId,
      comment.parent === null ? null : (comments[comment.parent]?.id ?? null),
      comment.depth,
      ids[author] ?? '',
      writeComment(random, languageOf(author)),
      likeCount,
      comments.filter((other) => other.parent === index).length,
      toTime(comment.timeMs),
    ]);
    for (const member of chooseSome(likeCount, size, random)) {
      await tables.comment_likes.add([comment.id, ids[member] ?? '', toTime(comment.timeMs)]);
    }
  }
  return comments;
}

/** So many members by number, each once, any of them: a walk whose step shares no factor with their number. */
function chooseSome(count: number, size: Size, random: Random): number[] {
  if (count === 0) return [];
  const start = random.below(size.members);
  let step = 1 + random.below(size.members - 1);
  while (greatestCommonFactor(step, size.members) > 1) step += 1;
  return Array.from({ length: count }, (_, index) => (start + index * step) % size.members);
}

function greatestCommonFactor(one: number, other: number): number {
  return other === 0 ? one : greatestCommonFactor(other, one % other);
}

function toTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
