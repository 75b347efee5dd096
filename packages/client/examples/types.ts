// Compiled, never run: what the types of the package promise.
import {
  type AppRouter,
  createDailyfeed,
  type ErrorCode,
  failureOf,
  type RouterInputs,
  type RouterOutputs,
} from '@dailyfeed/client';
import { QueryClient } from '@tanstack/react-query';
import type { TRPCClientError } from '@trpc/client';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type IsAny<T> = 0 extends 1 & T ? true : false;
/** Where in a type there is an `any`; replies hold comments again, so they are looked at once. */
type AnyIn<T, Path extends string> =
  IsAny<T> extends true
    ? Path
    : T extends readonly (infer Item)[]
      ? AnyIn<Item, `${Path}[]`>
      : T extends object
        ? { [K in Exclude<keyof T, 'replies'> & string]: AnyIn<T[K], `${Path}.${K}`> }[Exclude<
            keyof T,
            'replies'
          > &
            string]
        : never;
const holds = <T extends true>(): T | undefined => undefined;

type Post = RouterOutputs['timeline']['post']['byId'];
holds<Equal<Post['text'], string>>();
holds<Equal<Post['author']['handle'], string>>();
holds<Equal<RouterInputs['content']['post']['create']['text'], string>>();
holds<
  Equal<
    RouterOutputs['timeline']['post']['comments']['items'][number]['replies'][number]['text'],
    string
  >
>();
type StreamMessage =
  NonNullable<Parameters<typeof api.activity.stream.member.subscribe>[1]['onData']> extends (
    event: infer Event,
  ) => void
    ? Event
    : never;
holds<Equal<StreamMessage['data']['type'], 'feed' | 'unread' | 'post'>>();
holds<Equal<AnyIn<RouterInputs, ''>, never>>();
holds<Equal<AnyIn<RouterOutputs, ''>, never>>();

const { api, session } = createDailyfeed({ baseUrl: 'https://dailyfeed.example' });

export async function wrong(): Promise<void> {
  // @ts-expect-error a text is a string
  await api.content.post.create.mutate({ text: 1, idempotencyKey: 'key' });
  // @ts-expect-error the key is missing
  await api.content.post.create.mutate({ text: 'hello' });
  // @ts-expect-error no such procedure
  await api.content.post.write.mutate({ text: 'hello' });
  // @ts-expect-error a query is not carried out
  await api.timeline.feed.recent.mutate({});
  // @ts-expect-error not what a post has
  console.log((await api.timeline.post.byId.query({ id: 'id' })).title);
  // @ts-expect-error a log-in takes a password
  await session.logIn({ email: 'ann@example.org' });
}

export function failures(error: unknown, typed: TRPCClientError<AppRouter>): void {
  const code: ErrorCode | undefined = failureOf(error)?.appCode ?? typed.data?.appCode;
  if (code === 'POST_NOT_FOUND') console.log(failureOf(error)?.retryAfterSeconds?.toFixed());
  // @ts-expect-error no such code
  if (code === 'POST_LOST') console.log(code);
}

export async function queries(): Promise<void> {
  const queryClient = new QueryClient();
  const trpc = createTRPCOptionsProxy({ client: api, queryClient });
  const post = await queryClient.fetchQuery(trpc.timeline.post.byId.queryOptions({ id: 'id' }));
  holds<Equal<typeof post, Post>>();
  // @ts-expect-error an id is a string
  trpc.timeline.post.byId.queryOptions({ id: 1 });
}
