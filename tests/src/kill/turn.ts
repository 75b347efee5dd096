import type { Someone } from '../network.ts';
import {
  by,
  type History,
  keeping,
  livingComments,
  livingPosts,
  type Mark,
  markedBy,
  oneOf,
  ordinals,
  type Written,
  type WrittenPost,
} from './history.ts';

/** What a writer has for one turn. */
export type Turn = {
  writer: Someone;
  /** Whom the writer may follow. */
  others: readonly Someone[];
  history: History;
  /** Of all turns this one's alone. */
  key: string;
  /** Makes a call until it is acknowledged. */
  acknowledge: <T>(call: () => Promise<T>) => Promise<T>;
};
type Act = (turn: Turn) => Promise<void>;
type PostCall = (input: { id: string }) => Promise<unknown>;

/** Whoever was told of what is undone within a minute is told no more. What is this young will be undone in time. */
const youngMs = 20_000;
const retractionMs = 60_000;

/** Does what the turn of this number is for; nothing where there is nothing to do it to. */
export async function take(turn: Turn, number: number): Promise<void> {
  await acts[number % acts.length]?.(turn);
}

const writePost: Act = async ({ writer, history, key, acknowledge }) => {
  const text = toText(key, 0);
  const input = { text, idempotencyKey: key };
  const { id } = await acknowledge(() => writer.api.content.post.create.mutate(input));
  const { memberId: authorId } = writer;
  history.posts.push({ id, authorId, key, texts: [text], isDeleted: false, users: 0 });
};

const editPost: Act = async (turn) => {
  const post = oneOf(livingPosts(turn.history).filter((each) => mayEdit(turn, each)));
  if (post) await edit(turn, post, (input) => turn.writer.api.content.post.edit.mutate(input));
};

const deletePost: Act = async ({ writer, history, acknowledge }) => {
  const free = livingPosts(history).filter(({ users }) => users === 0);
  const post = oneOf(by(free, writer.memberId));
  if (!post) return;
  // Before it is: nobody turns to it from here on.
  post.isDeleted = true;
  await acknowledge(() => writer.api.content.post.delete.mutate({ id: post.id }));
};

const writeComment: Act = async (turn) => {
  const { writer, history, key, acknowledge } = turn;
  const post = oneOf(postsOfOthers(turn));
  if (!post) return;
  const text = toText(key, 0);
  const input = { postId: post.id, text, idempotencyKey: key };
  await keeping(post, async () => {
    const { id } = await acknowledge(() => writer.api.content.comment.create.mutate(input));
    const { memberId: authorId } = writer;
    history.comments.push({ id, authorId, key, texts: [text], isDeleted: false, post });
  });
};

const editComment: Act = async (turn) => {
  const { comment: calls } = turn.writer.api.content;
  const comment = oneOf(livingComments(turn.history).filter((each) => mayEdit(turn, each)));
  if (!comment) return;
  await keeping(comment.post, () => edit(turn, comment, (input) => calls.edit.mutate(input)));
};

const deleteComment: Act = async ({ writer, history, acknowledge }) => {
  const { comment: calls } = writer.api.content;
  const comment = oneOf(by(livingComments(history), writer.memberId));
  if (!comment) return;
  await keeping(comment.post, () => acknowledge(() => calls.delete.mutate({ id: comment.id })));
  comment.isDeleted = true;
};

const like: Act = (turn) =>
  markPost(turn, turn.history.likes, (input) => turn.writer.api.content.post.like.mutate(input));
const unlike: Act = (turn) =>
  unmarkPost(turn, turn.history.likes, (input) =>
    turn.writer.api.content.post.unlike.mutate(input),
  );
const bookmark: Act = (turn) =>
  markPost(turn, turn.history.bookmarks, (input) =>
    turn.writer.api.content.post.bookmark.mutate(input),
  );
const unbookmark: Act = (turn) =>
  unmarkPost(turn, turn.history.bookmarks, (input) =>
    turn.writer.api.content.post.unbookmark.mutate(input),
  );

/** Follows one of `others` who is not followed yet. */
export const follow: Act = async (turn) => {
  const { follows } = turn.history;
  const followed = markedBy(follows, turn.writer.memberId);
  const other = oneOf(turn.others.filter(({ memberId }) => !followed.has(memberId)));
  if (!other) return;
  const { memberId } = other;
  const call = () => turn.writer.api.member.follow.follow.mutate({ memberId });
  await setMark(turn, { marks: follows, objectId: memberId, call });
};

const unfollow: Act = async (turn) => {
  const mark = oneOf(youngMarks(turn, turn.history.follows));
  if (!mark) return;
  const { objectId: memberId } = mark;
  await takeBack(turn, mark, () => turn.writer.api.member.follow.unfollow.mutate({ memberId }));
};

/** More is added than is taken back. */
const acts: readonly Act[] = [
  writePost,
  follow,
  like,
  writeComment,
  bookmark,
  editPost,
  like,
  unlike,
  writePost,
  unfollow,
  writeComment,
  editComment,
  like,
  unbookmark,
  writeComment,
  deleteComment,
  like,
  bookmark,
  deletePost,
];

async function edit(
  { key, acknowledge }: Turn,
  written: Written,
  call: (input: { id: string; text: string; version: number }) => Promise<unknown>,
): Promise<void> {
  const { id, texts } = written;
  const text = toText(key, texts.length);
  await acknowledge(() => call({ id, text, version: texts.length }));
  texts.push(text);
}

async function markPost(turn: Turn, marks: Mark[], call: PostCall): Promise<void> {
  const marked = markedBy(marks, turn.writer.memberId);
  const post = oneOf(postsOfOthers(turn).filter(({ id }) => !marked.has(id)));
  if (!post) return;
  const { id } = post;
  await keeping(post, () => setMark(turn, { marks, objectId: id, call: () => call({ id }) }));
}

async function unmarkPost(turn: Turn, marks: Mark[], call: PostCall): Promise<void> {
  const young = new Map(youngMarks(turn, marks).map((mark) => [mark.objectId, mark]));
  const post = oneOf(postsOfOthers(turn).filter(({ id }) => young.has(id)));
  const mark = post && young.get(post.id);
  if (mark) await keeping(post, () => takeBack(turn, mark, () => call({ id: post.id })));
}

async function setMark(
  { writer, acknowledge }: Turn,
  args: { marks: Mark[]; objectId: string; call(): Promise<unknown> },
): Promise<void> {
  const { marks, objectId } = args;
  const { memberId } = writer;
  const begunAt = performance.now();
  await acknowledge(() => args.call());
  const known = marks.find((mark) => mark.memberId === memberId && mark.objectId === objectId);
  if (known) Object.assign(known, { isSet: true, begunAt });
  else marks.push({ memberId, objectId, isSet: true, wasTakenBack: false, begunAt });
}

async function takeBack(
  { acknowledge }: Turn,
  mark: Mark,
  call: () => Promise<unknown>,
): Promise<void> {
  await acknowledge(call);
  Object.assign(mark, { isSet: false, wasTakenBack: true });
  const tookMs = performance.now() - mark.begunAt;
  if (tookMs >= retractionMs) throw new Error('nobody can say whether it is told any more');
}

function youngMarks({ writer }: Turn, marks: readonly Mark[]): Mark[] {
  const since = performance.now() - youngMs;
  return marks.filter(
    (mark) => mark.isSet && mark.memberId === writer.memberId && mark.begunAt > since,
  );
}

function postsOfOthers({ writer, history }: Turn): WrittenPost[] {
  return livingPosts(history).filter(({ authorId }) => authorId !== writer.memberId);
}

function mayEdit({ writer }: Turn, { authorId, texts }: Written): boolean {
  return authorId === writer.memberId && texts.length < ordinals.length;
}

function toText(key: string, edits: number): string {
  return `${ordinals[edits]} text, of ${key}`;
}
