import type { Entity } from '@dailyfeed/contract/entity';
import type { MemberSummary } from '@dailyfeed/contract/member';
import type { Highlight } from '@dailyfeed/contract/search';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { RichText } from '../post/rich-text.tsx';

/** One comment: who, when, what; below its picture a line leads to what answers it. */
export function CommentView(props: {
  author: MemberSummary;
  text: string;
  /** As the service finds them in `text`. */
  entities: Entity[];
  highlights?: Highlight[];
  /** Beside the name: its age. */
  note: ReactNode;
  hasLine?: boolean;
  /** In place of the text. */
  body?: ReactNode;
  children?: ReactNode;
}): ReactNode {
  const { author, text, entities, highlights = [], note, hasLine = false, body, children } = props;
  const profile = routes.profile(author.handle);
  return (
    <div className="grid grid-cols-[2rem_minmax(0,1fr)] gap-x-3">
      <div className="flex flex-col items-center">
        <Link href={profile} prefetch={false} tabIndex={-1} aria-hidden>
          <Avatar member={author} size="s" />
        </Link>
        {hasLine && <i aria-hidden className="mt-1.5 w-0.5 flex-1 rounded-full bg-line" />}
      </div>
      <div className="min-w-0">
        <p className="flex items-baseline gap-1.5 leading-tight">
          <Link href={profile} prefetch={false} className="flex min-w-0 items-baseline gap-1.5">
            <b className="max-w-full flex-none truncate hover:underline">{author.displayName}</b>
            <span className="min-w-0 truncate text-s text-ink-3">@{author.handle}</span>
          </Link>
          <span className="flex-none text-s whitespace-nowrap text-ink-3">· {note}</span>
        </p>
        {body ?? (
          <p dir="auto" className="mt-0.5 max-w-text whitespace-pre-wrap">
            <RichText text={text} entities={entities} highlights={highlights} />
          </p>
        )}
        {children}
      </div>
    </div>
  );
}
