'use client';

import type { Post } from '@dailyfeed/contract/post';
import type { Highlight } from '@dailyfeed/contract/search';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { type MouseEvent, type ReactNode, Suspense, useRef } from 'react';

import { moveFocus } from '../../lib/move-focus.ts';
import { optionalPart } from '../../lib/part.ts';
import { routes } from '../../lib/routes.ts';
import { useMe } from '../../lib/session.tsx';
import { useGuardedRouter } from '../../lib/use-guarded-router.ts';
import { useOpened } from '../../lib/view-memory.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { PostPictures } from '../image/post-pictures.tsx';
import { HidingNotice } from '../report/hiding-notice.tsx';
import { EditedMark } from './edited-mark.tsx';
import { PostActions } from './post-actions.tsx';
import { PostMenu } from './post-menu.tsx';
import { RichText } from './rich-text.tsx';
import { Warned } from './warned.tsx';

// Only members write: who reads does not wait for it.
const EditReopening = optionalPart(
  async () => (await import('./edit-reopening.tsx')).EditReopening,
);

/** A post in a list. A press anywhere but on its controls opens it, too. */
export function PostCard(props: {
  post: Post;
  note?: ReactNode;
  /** Where in its text stands what was searched for. */
  highlights?: Highlight[];
}): ReactNode {
  const { post, note, highlights = [] } = props;
  const t = useTranslations('post');
  const router = useGuardedRouter();
  const { author } = post;
  const me = useMe();
  const profile = routes.profile(author.handle);

  // A press that closes an open menu closes it, and no more.
  const isDismissal = useRef(false);

  function open(event: MouseEvent<HTMLElement>): void {
    if (isDismissal.current || event.defaultPrevented || isOnControl(event) || hasSelection())
      return;
    if (event.metaKey || event.ctrlKey) window.open(routes.post(post.id), '_blank', 'noopener');
    else router.push(routes.post(post.id));
  }

  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- a shortcut for pointers; the link of the time does the same
    <article
      aria-label={t('by', { name: author.displayName })}
      onPointerDownCapture={() => {
        isDismissal.current = document.querySelector('[role=menu]') !== null;
      }}
      onClick={open}
      className="grid cursor-pointer grid-cols-[2.5rem_minmax(0,1fr)] gap-x-3 border-b border-line px-4 py-4 transition-colors duration-(--fast) hover:bg-sunken/45 focus-visible:-outline-offset-2 tablet:px-5"
    >
      <Link href={profile} prefetch={false} tabIndex={-1} aria-hidden className="self-start">
        <Avatar member={author} />
      </Link>
      <div className="min-w-0">
        <header className="flex items-baseline gap-1.5 leading-tight">
          <Link href={profile} prefetch={false} className="flex min-w-0 items-baseline gap-1.5">
            <b className="max-w-full flex-none truncate hover:underline">{author.displayName}</b>
            <span className="min-w-0 truncate text-s text-ink-3">@{author.handle}</span>
          </Link>
          <PostTime post={post} />
          <PostMenu post={post} />
        </header>
        <Warned warning={post.contentWarning} name={post.id}>
          <CardText post={post} highlights={highlights} />
          <PostPictures postId={post.id} images={post.images} />
        </Warned>
        <HidingNotice hiding={post.hiding} />
        <PostActions post={post} />
        {note && <div className="mt-2 text-s text-ink-3">{note}</div>}
        {me?.id === author.id && (
          <Suspense>
            <EditReopening post={post} />
          </Suspense>
        )}
      </div>
    </article>
  );
}

/** Its age, leading to the post; with the edited mark. */
function PostTime({ post }: { post: Post }): ReactNode {
  return (
    <span className="flex-none text-s whitespace-nowrap text-ink-3">
      <span aria-hidden="true">· </span>
      <Link href={routes.post(post.id)} prefetch={false} className="hover:underline">
        <RelativeTime time={post.createdAt} />
      </Link>
      {post.editedAt !== null && (
        <span>
          {' · '}
          <EditedMark time={post.editedAt} />
        </span>
      )}
    </span>
  );
}

const longTextMin = 480;
const manyLinesMin = 12;
/** Of a Korean text, some 22 letters a line on a phone. */
const surelyShown = 160;
const surelyShownLines = 3;

/** Long texts are cut in lists; by their length, not by measuring, so that nothing moves after the first paint. */
function CardText(props: { post: Post; highlights: Highlight[] }): ReactNode {
  const { post, highlights } = props;
  const t = useTranslations('post');
  const [isOpen, setOpen] = useOpened(`text ${post.id}`);
  const text = useRef<HTMLParagraphElement>(null);
  const isLong = post.text.length > longTextMin || linesIn(post.text) > manyLinesMin;
  // What was searched for is not behind the cut, wherever in ten lines of a narrow screen that comes.
  const isFarDown = highlights.some(
    ({ start }) => start > surelyShown || linesIn(post.text.slice(0, start)) > surelyShownLines,
  );
  const isCut = isLong && !isOpen && !isFarDown;
  return (
    <>
      <p
        ref={text}
        dir="auto"
        lang={post.language ?? undefined}
        className={`mt-1 max-w-text text-body leading-[1.62] whitespace-pre-wrap ${isCut ? 'line-clamp-10' : ''}`}
      >
        <RichText text={post.text} entities={post.entities} highlights={highlights} />
      </p>
      {isCut && (
        <button
          type="button"
          onClick={() => {
            // This button goes.
            if (text.current) moveFocus(text.current);
            setOpen(true);
          }}
          className="mt-1 text-s font-semibold text-accent hover:underline pointer-coarse:min-h-8"
        >
          {t('readMore')}
        </button>
      )}
    </>
  );
}

function linesIn(text: string): number {
  return text.split('\n').length;
}

/** Also what only React sees inside the card: presses in its open menu and dialogs arrive here. */
function isOnControl({ target, currentTarget }: MouseEvent): boolean {
  if (!(target instanceof Element) || !currentTarget.contains(target)) return true;
  return target.closest('a, button, summary') !== null;
}

function hasSelection(): boolean {
  return (getSelection()?.toString() ?? '') !== '';
}
