import { setTimeout as delay } from 'node:timers/promises';

import { createDailyfeed, type Dailyfeed, failureOf } from '@dailyfeed/client';

import { password, type Someone } from '../network.ts';
import { createHistory, type History, keeping, livingPosts, oneOf } from './history.ts';
import { follow, take } from './turn.ts';

/** What a caller may be told while a process is gone; a connection may also end without an answer. */
const documented: readonly string[] = [
  'UPSTREAM_UNAVAILABLE 503',
  'UPSTREAM_FAILED 502',
  'STORE_UNAVAILABLE 503',
];
const pauseMs = 150;
/** Between one newcomer and the next: to hash a password takes what others need. */
const arrivalMs = 3000;

/** How those fare who change something, in a span of time. */
export type Fare = {
  acknowledged: number;
  /** How long the slowest acknowledgement took, repetitions included. */
  slowestMs: number;
  /** What they were told when they were to come back later. */
  refusals: string[];
};
type Answer<T> = { value: T } | { refusal: string };

export type Load = {
  history: History;
  /** Answers of 500 and more that no page tells of. */
  undocumented: string[];
  join(name: string): Promise<Someone>;
  /** Changes one thing after another, each until it is acknowledged, and takes some of it back. */
  write(writer: Someone, args: { others: readonly Someone[]; over: AbortSignal }): Promise<void>;
  /** Signs one after another up, of whom each follows one of `hosts`, until both are acknowledged. */
  welcome(hosts: readonly Someone[], over: AbortSignal): Promise<void>;
  /** Renews the session all the time, and goes on with what comes of it. Rejects where that ends it. */
  renew(member: Someone, over: AbortSignal): Promise<void>;
  /** Looks at feeds, notifications and what is found; what was acknowledged is there to be opened. */
  read(reader: Someone, over: AbortSignal): Promise<void>;
  /** How writers fare while `work` runs, which may look at it. */
  watch(work: (fare: Readonly<Fare>) => Promise<unknown>): Promise<Fare>;
};

export function createLoad(url: string): Load {
  const history = createHistory();
  const undocumented: string[] = [];
  const fares = new Set<Fare>();

  /** Rejects unless it failed in a way that passes. */
  const attempt = async <T>(call: () => Promise<T>): Promise<Answer<T>> => {
    try {
      return { value: await call() };
    } catch (error) {
      if (error instanceof Error && error.name === 'SessionEndedError') throw error;
      const told = failureOf(error);
      const isDocumented = documented.some((line) => line.startsWith(`${told?.appCode} `));
      if (told && !isDocumented) throw error;
      return { refusal: told?.appCode ?? String(error) };
    }
  };
  const acknowledge = async <T>(call: () => Promise<T>): Promise<T> => {
    const begunAt = performance.now();
    for (;;) {
      const answer = await attempt(call);
      if ('refusal' in answer) {
        for (const fare of fares) fare.refusals.push(answer.refusal);
        await delay(pauseMs);
        continue;
      }
      const tookMs = performance.now() - begunAt;
      for (const fare of fares) {
        fare.acknowledged += 1;
        fare.slowestMs = Math.max(fare.slowestMs, tookMs);
      }
      return answer.value;
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

  const join = async (name: string): Promise<Someone> => {
    const client: Dailyfeed = createDailyfeed({ baseUrl: url, fetch: watchedFetch });
    const handle = `${name}_${Math.random().toString(36).slice(2, 10)}`;
    const email = `${handle}@example.com`;
    const me = await client.session.signUp({ email, password, handle, displayName: name });
    return Object.assign(client, { memberId: me.id, handle, email });
  };

  return {
    history,
    undocumented,
    join,
    write: async (writer, { others, over }) => {
      for (let number = 0; !over.aborted; number += 1) {
        await delay(pauseMs);
        const key = `${writer.handle}-${number}`;
        await take({ writer, others, history, key, acknowledge }, number);
      }
    },
    welcome: async (hosts, over) => {
      while (!over.aborted) {
        await delay(arrivalMs);
        // Under another name each time: what was done without a word of it keeps the one it was done under.
        const newcomer = await acknowledge(() => join('new'));
        history.newcomers.push(newcomer);
        const turn = { writer: newcomer, others: hosts, history, key: newcomer.handle };
        await follow({ ...turn, acknowledge });
      }
    },
    renew: async ({ api, session }, over) => {
      while (!over.aborted) {
        await delay(pauseMs);
        await attempt(() => session.resume());
        // From here on the token of before is good for no more than a moment.
        await attempt(() => api.member.profile.me.query());
      }
    },
    read: async ({ api }, over) => {
      const { timeline, activity, search } = api;
      while (!over.aborted) {
        await delay(pauseMs);
        const post = oneOf(livingPosts(history));
        if (post)
          await keeping(post, () => attempt(() => timeline.post.byId.query({ id: post.id })));
        await attempt(() => timeline.feed.following.query({}));
        await attempt(() => activity.notification.list.query({}));
        await attempt(() => activity.activity.following.query({}));
        await attempt(() => search.search.posts.query({ query: 'second text' }));
      }
    },
    watch: async (work) => {
      const fare: Fare = { acknowledged: 0, slowestMs: 0, refusals: [] };
      fares.add(fare);
      await work(fare).finally(() => fares.delete(fare));
      return fare;
    },
  };
}

async function toldBy(answer: Response): Promise<string> {
  const text = await answer.text();
  const code = /"appCode":"(\w+)"/.exec(text)?.[1] ?? text.slice(0, 200);
  return `${code} ${answer.status}`;
}
