import type { Activity } from '@dailyfeed/contract/activity';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';

/** One thing that somebody did: what, when, and the beginning of the text it was about. */
export function ActivityLine(props: {
  /** At its beginning: a sign, or who it was. */
  sign: ReactNode;
  sentence: ReactNode;
  occurredAt: string;
  /** What to open; null where there is nothing, or nothing any more. */
  address: string | null;
  excerpt: string;
  /** At the end of the line. */
  action?: ReactNode;
}): ReactNode {
  const { sign, sentence, occurredAt, address, excerpt, action } = props;
  return (
    <div className="flex gap-3 border-b border-line px-4 py-4 tablet:px-5">
      {sign}
      <div className="min-w-0 flex-1 pt-1">
        <div className="flex items-baseline justify-between gap-3">
          <p className="min-w-0 font-semibold">{sentence}</p>
          <span className="flex flex-none items-center gap-1">
            <RelativeTime time={occurredAt} className="text-s whitespace-nowrap text-ink-3" />
            {action}
          </span>
        </div>
        {excerpt !== '' && address !== null && (
          <Link
            href={address}
            prefetch={false}
            dir="auto"
            className="mt-0.5 line-clamp-2 text-ink-2 hover:text-ink hover:underline"
          >
            {excerpt}
          </Link>
        )}
      </div>
    </div>
  );
}

/** Where the text of an activity is read. */
export function addressOf({
  postId,
  subject,
}: Pick<Activity, 'postId' | 'subject'>): string | null {
  if (postId === null) return null;
  return subject.kind === 'comment' ? routes.comment(postId, subject.id) : routes.post(postId);
}
