import { inTransaction, type Transaction } from '@dailyfeed/service-kit/postgres';

import {
  beginGeneration,
  createGeneration,
  dropRetired,
  findBuilding,
  findServing,
  type Generation,
  lockBuilding,
  type Phase,
  retire,
  saveProgress,
  swap,
} from '../db/generation.ts';
import { deleteMembers } from '../db/members.ts';
import { settle } from '../db/partition.ts';
import type { Deps } from '../deps.ts';
import { putMembers, putTexts, readMembers } from './indexing.ts';
import type { TextChange } from './text-change.ts';
import { indexVersion } from './token.ts';

type RebuildDeps = Pick<Deps, 'db' | 'members' | 'content'>;
export type RebuildFacts = { generation: number; members: number; posts: number; comments: number };
/** Named moments at which a test may end it. */
export type RebuildStep = (phase: Phase) => Promise<void> | void;

const pageSize = 500;

/** What events tell has a place from the first moment on, though nothing has been read yet. */
export async function ensureServing(db: Deps['db']): Promise<void> {
  // Nobody writes before there is one; and whoever writes is not to wait for a process that starts.
  if (await findServing(db)) return;
  await inTransaction(db, async (tx) => {
    await tx.query('LOCK TABLE generations IN EXCLUSIVE MODE');
    if (await findServing(tx)) return;
    await beginGeneration(tx, { id: await createGeneration(tx, indexVersion), state: 'serving' });
  });
}

/**
 * Whether the index has never been read from its sources, a rebuild was broken off, or texts are cut in another way
 * since. What a later release builds is left to it.
 */
export async function needsRebuild(db: Deps['db']): Promise<boolean> {
  const building = await findBuilding(db);
  if (building) return building.version <= indexVersion;
  const serving = await findServing(db);
  return serving?.phase !== 'done' || serving.version < indexVersion;
}

/**
 * Builds the whole index anew beside the one that serves, from what member and content have, and lets it serve. Events
 * go into both meanwhile, and what they tell is never older than what is read. Goes on where one was broken off; ends
 * early, to be gone on with, once `signal` aborts.
 */
export async function rebuild(
  deps: RebuildDeps,
  signal: AbortSignal,
  step: RebuildStep = () => undefined,
): Promise<RebuildFacts | undefined> {
  let generation = await begin(deps);
  const counts = { members: 0, posts: 0, comments: 0 };
  while (generation.phase !== 'done') {
    if (signal.aborted) return undefined;
    const { phase } = generation;
    const page = await readers[phase](deps, generation.cursor);
    const next = after(generation, page.nextCursor);
    const { id } = generation;
    const isWritten = await inTransaction(deps.db, async (tx) => {
      if (!(await lockBuilding(tx, id))) return false;
      await page.write(tx, [id]);
      if (!page.findGone) await saveProgress(tx, next);
      return true;
    });
    if (!isWritten) return undefined;
    if (page.findGone && !(await removeGone(deps, { ids: await page.findGone(), next }))) {
      return undefined;
    }
    counts[phase] += page.count;
    generation = next;
    await step(phase);
  }
  await settle(deps.db, generation.id);
  const isServing = await inTransaction(deps.db, (tx) => swap(tx, generation.id));
  return isServing ? { generation: generation.id, ...counts } : undefined;
}

/** Removes what served before. */
export async function removeRetired(deps: Pick<Deps, 'db'>): Promise<number> {
  return dropRetired(deps.db);
}

async function begin(deps: RebuildDeps): Promise<Generation> {
  const broken = await findBuilding(deps.db);
  if (broken?.version === indexVersion) return broken;
  const id = await inTransaction(deps.db, (tx) => createGeneration(tx, indexVersion));
  return inTransaction(deps.db, async (tx) => {
    if (broken) await retire(tx, broken.id);
    return beginGeneration(tx, { id, state: 'building' });
  });
}

const following = { members: 'posts', posts: 'comments', comments: 'done' } as const;

function after(generation: Generation, cursor: string | null): Generation {
  if (cursor !== null || generation.phase === 'done') return { ...generation, cursor };
  return { ...generation, phase: following[generation.phase], cursor: null };
}

/** Removes who has gone meanwhile, and says that the page is done; false when the generation is built no more. */
async function removeGone(
  deps: RebuildDeps,
  { ids, next }: { ids: string[]; next: Generation },
): Promise<boolean> {
  return inTransaction(deps.db, async (tx) => {
    if (!(await lockBuilding(tx, next.id))) return false;
    await deleteMembers(tx, ids, next.id);
    await saveProgress(tx, next);
    return true;
  });
}

type ReadPage = {
  /**
   * Asked once all is written: who has left since they were read. The event that told so may have come before they
   * were there to be removed; of who leaves later it comes afterwards.
   */
  findGone?(): Promise<string[]>;
  count: number;
  nextCursor: string | null;
  write(tx: Transaction, generations: number[]): Promise<void>;
};

const readers: Record<
  Exclude<Phase, 'done'>,
  (deps: RebuildDeps, cursor: string | null) => Promise<ReadPage>
> = {
  members: async (deps, cursor) => {
    const { items, nextCursor } = await deps.members.page({ cursor, limit: pageSize });
    const write = (tx: Transaction, generations: number[]) =>
      putMembers(tx, { members: items, generations, as: 'read' });
    const findGone = async () => {
      const ids = items.map(({ id }) => id);
      return (await readMembers(deps, ids)).absentIds;
    };
    return { count: items.length, nextCursor, write, findGone };
  },
  posts: async (deps, cursor) => {
    const { items, nextCursor } = await deps.content.posts({ cursor, limit: pageSize });
    const changes = items.map(({ id, authorId, version, ...post }): TextChange => {
      const hasImage = post.images.length > 0;
      return { id, postId: null, authorId, version, seq: 0, content: { ...post, hasImage } };
    });
    const write = (tx: Transaction, generations: number[]) =>
      putTexts(tx, { table: 'posts', changes, generations });
    return { count: items.length, nextCursor, write };
  },
  comments: async (deps, cursor) => {
    const { items, nextCursor } = await deps.content.comments({ cursor, limit: pageSize });
    const plain = { hasImage: false, commentCount: 0 };
    const changes = items.map(({ id, postId, authorId, version, ...comment }): TextChange => {
      return { id, postId, authorId, version, seq: 0, content: { ...comment, ...plain } };
    });
    const write = (tx: Transaction, generations: number[]) =>
      putTexts(tx, { table: 'comments', changes, generations });
    return { count: items.length, nextCursor, write };
  },
};
