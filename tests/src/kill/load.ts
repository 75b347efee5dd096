import { setTimeout as delay } from 'node:timers/promises';

import { createDailyfeed, type Dailyfeed, failureOf } from '@dailyfeed/client';

import { password, type Someone } from '../network.ts';

/** All that was acknowledged. */
export type History = {
  posts: { id: string; authorId: string; text: string; key: string }[];
  comments: { id: string; authorId: string; postId: string; text: string; key: string }[];
  likes: { memberId: string; postId: string }[];
};

/** What a caller may be told while a process is gone; a connection may also end without an answer. */
const documented: readonly string[] = [
  'UPSTREAM_UNAVAILABLE 503',
  'UPSTREAM_FAILED 502',
  'STORE_UNAVAILABLE 503',
];
const pauseMs = 150;

export type Load = {
  history: History;
  /** How often somebody was told to come back later. */
  refusals(): number;
  /** Answers of 500 and more that no page tells of. */
  undocumented: string[];
  join(name: string): Promise<Someone>;
  /** Posts, comments on others' posts and likes them, each until it is acknowledged, with the same key. */
  write(writer: Someone, over: AbortSignal): Promise<void>;
  /** Looks at feeds and notifications; what was acknowledged is there to be opened. */
  read(reader: Someone, over: AbortSignal): Promise<void>;
};

export function createLoad(url: string): Load {
  const history: History = { posts: [], comments: [], likes: [] };
  const undocumented: string[] = [];
  let refusals = 0;

  /** Undefined where it failed in a way that passes. */
  const attempt = async <T>(call: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await call();
    } catch (error) {
      const told = failureOf(error);
      const isDocumented = documented.some((line) => line.startsWith(`${told?.appCode} `));
      if (told && !isDocumented) throw error;
      refusals += 1;
      return undefined;
    }
  };
  const acknowledged = async <T>(call: () => Promise<T>): Promise<{ value: T }> => {
    for (;;) {
      const answer = await attempt(async () => ({ value: await call() }));
      if (answer) return answer;
      await delay(pauseMs);
    }
  };
  const watchedFetch: typeof fetch = async (...request) => {
    const answer = await fetch(...request);
    if (answer.status >= 500) {
      const told = await toldBy(answer.clone());
      if (!documented.includes(told)) undocumented.push(told);
    }
    return answer;
  };

  return {
    history,
    undocumented,
    refusals: () => refusals,
    join: async (name) => {
      const client: Dailyfeed = createDailyfeed({ baseUrl: url, fetch: watchedFetch });
      const handle = `${name}_${Math.random().toString(36).slice(2, 10)}`;
      const email = `${handle}@example.com`;
      const me = await client.session.signUp({ email, password, handle, displayName: name });
      return Object.assign(client, { memberId: me.id, handle, email });
    },
    write: async ({ api, handle, memberId }, over) => {
      const { post, comment } = api.content;
      for (let turn = 0; !over.aborted; turn += 1) {
        await delay(pauseMs);
        const key = `${handle}-${turn}`;
        const text = `${handle} writes ${turn}`;
        const target = oneOf(history.posts.filter(({ authorId }) => authorId !== memberId));
        if (turn % 3 === 0 || !target) {
          const { value } = await acknowledged(() =>
            post.create.mutate({ text, idempotencyKey: key }),
          );
          history.posts.push({ id: value.id, authorId: memberId, text, key });
        } else if (turn % 3 === 1) {
          const input = { postId: target.id, text, idempotencyKey: key };
          const { value } = await acknowledged(() => comment.create.mutate(input));
          history.comments.push({ id: value.id, authorId: memberId, postId: target.id, text, key });
        } else if (!history.likes.some((like) => isSame(like, { memberId, postId: target.id }))) {
          await acknowledged(() => post.like.mutate({ id: target.id }));
          history.likes.push({ memberId, postId: target.id });
        }
      }
    },
    read: async ({ api }, over) => {
      const { timeline, activity } = api;
      while (!over.aborted) {
        await delay(pauseMs);
        const target = oneOf(history.posts);
        if (target) await attempt(() => timeline.post.byId.query({ id: target.id }));
        await attempt(() => timeline.feed.following.query({}));
        await attempt(() => activity.notification.list.query({}));
        await attempt(() => activity.activity.following.query({}));
      }
    },
  };
}

async function toldBy(answer: Response): Promise<string> {
  const text = await answer.text();
  const code = /"appCode":"(\w+)"/.exec(text)?.[1] ?? text.slice(0, 200);
  return `${code} ${answer.status}`;
}

function oneOf<T>(items: T[]): T | undefined {
  return items[Math.floor(Math.random() * items.length)];
}

function isSame(a: History['likes'][number], b: History['likes'][number]): boolean {
  return a.memberId === b.memberId && a.postId === b.postId;
}
