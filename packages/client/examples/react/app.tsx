import { failureOf } from '@dailyfeed/client';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { type FormEvent, Fragment, type ReactNode } from 'react';

import { dailyfeed, useMemberId, useTRPC } from './api.ts';

export function App(): ReactNode {
  const memberId = useMemberId();
  return (
    <main>
      <h1>dailyfeed</h1>
      {memberId === null ? <LogIn /> : <button onClick={logOut}>Log out</button>}
      <Recent />
    </main>
  );
}

function Recent(): ReactNode {
  const trpc = useTRPC();
  const feed = useInfiniteQuery(
    trpc.timeline.feed.recent.infiniteQueryOptions(
      { limit: 10 },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  if (feed.isPending) return <output>Loading…</output>;
  if (feed.isError) return <Failed error={feed.error} />;
  return (
    <section>
      {feed.data.pages.map((page, index) => (
        <Fragment key={index}>
          {page.items.map((post) => (
            <article key={post.id}>
              <strong>{post.author.displayName}</strong> <time>{post.createdAt}</time>
              <p>{post.text}</p>
            </article>
          ))}
        </Fragment>
      ))}
      {feed.hasNextPage && <button onClick={() => void feed.fetchNextPage()}>More</button>}
    </section>
  );
}

function LogIn(): ReactNode {
  const logIn = useMutation({ mutationFn: dailyfeed.session.logIn });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const textOf = (name: string): string => {
      const value = data.get(name);
      return typeof value === 'string' ? value : '';
    };
    logIn.mutate({ email: textOf('email'), password: textOf('password') });
  };
  return (
    <form onSubmit={submit}>
      <label>
        E-mail <input name="email" type="email" autoComplete="email" required />
      </label>
      <label>
        Password <input name="password" type="password" autoComplete="current-password" required />
      </label>
      <button disabled={logIn.isPending}>Log in</button>
      {logIn.isError && <Failed error={logIn.error} />}
    </form>
  );
}

function Failed({ error }: { error: unknown }): ReactNode {
  const failure = failureOf(error);
  if (failure === null) return <p role="alert">Nobody answered. Is your network there?</p>;
  if (failure.appCode === 'CREDENTIALS_WRONG')
    return <p role="alert">This e-mail and password do not belong together.</p>;
  return <p role="alert">That did not work ({failure.appCode}).</p>;
}

function logOut(): void {
  dailyfeed.session.logOut().catch(() => window.alert('You are still logged in. Try again.'));
}
