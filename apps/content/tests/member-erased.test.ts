import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, expect, test } from 'vitest';

import type { Deps } from '../src/deps.ts';
import { eraseMember } from '../src/domain/member-erasure.ts';
import { resolveReport } from '../src/domain/moderation.ts';
import { applyScreening } from '../src/domain/screening.ts';
import { createReconcileCountersJob } from '../src/jobs/reconcile-counters.ts';
import { newKey, startTestContent } from './_harness.ts';

const content = await startTestContent();
afterAll(() => content[Symbol.asyncDispose]());

type Someone = ReturnType<typeof content.newMember>;
const words = 'ännchens geheimnis';
const { signal } = new AbortController();
/** The nightly job; it says how many counters were wrong. */
const recount = () => createReconcileCountersJob(content.deps).run(signal);

test('nothing of an erased member is left in any table, and every counter is right', async () => {
  const [ann, bob] = [content.newMember(), content.newMember()];
  const others = await liveTogether(ann, bob);
  expect(await findTraces([ann.id, words])).not.toEqual([]);
  // As the relay leaves it a day after all is sent.
  await content.db.outbox.deleteMany();

  await eraseMember(content.deps, ann.id);
  // Events that tell the other services name the member until they are sent and pruned, and say nothing they wrote.
  const traces = await findTraces([ann.id, words]);
  expect(traces.filter((trace) => !trace.startsWith('outbox:'))).toEqual([]);
  expect(traces.filter((trace) => trace.includes(words))).toEqual([]);
  expect(await recount()).toMatchObject({ corrected: 0 });

  const post = await content.db.post.findUniqueOrThrow({ where: { id: others.postId } });
  expect(post).toMatchObject({ likeCount: 0, bookmarkCount: 0, commentCount: 2 });
  const answer = await content.db.comment.findUniqueOrThrow({ where: { id: others.answerId } });
  expect(answer).toMatchObject({ deletedAt: null, text: 'an answer' });
  const place = await content.db.comment.findUniqueOrThrow({ where: { id: others.answeredId } });
  expect(place.deletedAt).not.toBeNull();
});

test('the others are told of each post and comment that is gone, once', async () => {
  const [ann, bob] = [content.newMember(), content.newMember()];
  await liveTogether(ann, bob);
  await eraseMember(content.deps, ann.id);
  await eraseMember(content.deps, ann.id);
  const rows = await content.db.outbox.findMany();
  const told = rows
    .map((row) => row.event as { type: string; actorId: string }) // an envelope
    .filter((event) => event.actorId === ann.id && event.type.endsWith('.deleted'));
  // One of each they had deleted themselves.
  const types = told.map(({ type }) => type);
  expect(types.filter((type) => type === 'comment.deleted')).toHaveLength(4);
  expect(types.filter((type) => type === 'post.deleted')).toHaveLength(3);
});

test('stopped again and again, before and after transactions, it ends the same in the end', async () => {
  const [ann, bob] = [content.newMember(), content.newMember()];
  await liveTogether(ann, bob);
  for (let step = 0; step < 6; step += 1) {
    for (const when of ['before', 'after'] as const) {
      const stopped = eraseMember(stoppingAt(content.deps, { step, when }), ann.id);
      await expect(stopped).rejects.toThrow('stopped');
      expect(await recount()).toMatchObject({ corrected: 0 });
    }
  }
  await eraseMember(content.deps, ann.id);
  const traces = await findTraces([ann.id]);
  expect(traces.filter((trace) => !trace.startsWith('outbox:'))).toEqual([]);
});

test('two at once end as one', async () => {
  const [ann, bob] = [content.newMember(), content.newMember()];
  await liveTogether(ann, bob);
  await Promise.allSettled([eraseMember(content.deps, ann.id), eraseMember(content.deps, ann.id)]);
  await eraseMember(content.deps, ann.id);
  expect(await content.db.post.count({ where: { authorId: ann.id } })).toBe(0);
  expect(await recount()).toMatchObject({ corrected: 0 });
});

/** Everything that somebody can leave behind, on their own posts and on somebody else's. */
async function liveTogether(ann: Someone, bob: Someone) {
  const write = (who: Someone, text: string) =>
    who.api.post.create.mutate({ text, idempotencyKey: newKey() });
  const comment = (who: Someone, at: { postId: string; parentId?: string }, text: string) =>
    who.api.comment.create.mutate({ ...at, text, idempotencyKey: newKey() });
  const own = await write(ann, `${words} #tag`);
  await write(ann, words);
  const gone = await write(ann, words);
  await ann.api.post.delete.mutate({ id: gone.id });
  await ann.api.post.edit.mutate({ id: own.id, text: `${words}, again`, version: 1 });
  await comment(bob, { postId: own.id }, 'on what will go');
  const { id: postId } = await write(bob, 'of another');
  const answered = await comment(ann, { postId }, words);
  const answer = await comment(bob, { postId, parentId: answered.id }, 'an answer');
  await comment(ann, { postId, parentId: answer.id }, words);
  const theirs = await comment(bob, { postId }, 'of another');
  const dropped = await comment(ann, { postId }, words);
  await ann.api.comment.delete.mutate({ id: dropped.id });
  const hidden = await comment(ann, { postId }, words);
  for (const { id } of [answered, hidden]) {
    const found = { outcome: 'hide', reason: 'SPAM', terms: [words] } as const;
    await applyScreening(content.deps, {
      kind: 'comment',
      id,
      version: 1,
      ...found,
      terms: [words],
    });
  }
  const decided = { id: own.id, action: 'hide', note: words, actorId: newId() } as const;
  await resolveReport(content.deps, { kind: 'post', ...decided });
  await ann.api.post.like.mutate({ id: postId });
  await ann.api.post.bookmark.mutate({ id: postId });
  await ann.api.comment.like.mutate({ id: theirs.id });
  await ann.api.draft.save.mutate({ id: newId(), text: words, version: 0 });
  return { postId, answeredId: answered.id, answerId: answer.id };
}

/** Every table in a row of which one of `parts` stands, and which. */
async function findTraces(parts: string[]): Promise<string[]> {
  const tables = await content.db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = current_schema() AND table_name <> '_prisma_migrations' ORDER BY 1`;
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await content.db.$queryRawUnsafe<{ part: string }[]>(
      `SELECT part FROM unnest($1::text[]) AS part
       WHERE EXISTS (SELECT FROM "${name}" AS row WHERE strpos(lower(row::text), part) > 0)`,
      parts,
    );
    found.push(...rows.map(({ part }) => `${name}: ${part}`));
  }
  return found;
}

/** The real thing, but its process dies before or after its transaction number `step`. */
function stoppingAt(deps: Deps, at: { step: number; when: 'before' | 'after' }): Deps {
  let count = -1;
  const transact = async (work: never, options: never): Promise<unknown> => {
    count += 1;
    if (count === at.step && at.when === 'before') throw new Error('stopped');
    const result: unknown = await deps.db.$transaction(work, options);
    if (count === at.step) throw new Error('stopped');
    return result;
  };
  const db = new Proxy(deps.db, {
    get: (target, name) => (name === '$transaction' ? transact : Reflect.get(target, name)),
  });
  return { ...deps, db };
}
