'use client';

import type {
  Notification,
  NotificationKind,
  SecurityNotice,
} from '@dailyfeed/contract/notification';
import {
  AtSign,
  Bell,
  Eye,
  EyeOff,
  Heart,
  KeyRound,
  Link as LinkIcon,
  type LucideIcon,
  Mail,
  MessageCircle,
  MonitorSmartphone,
  Reply,
  ShieldAlert,
  Unlink,
  UserCheck,
  UserPlus,
  UserRoundPlus,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { cx } from '../../ui/cx.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { NotificationMenu } from './notification-menu.tsx';

const icons: Record<NotificationKind, LucideIcon> = {
  like: Heart,
  comment: MessageCircle,
  reply: Reply,
  mention: AtSign,
  follow: UserPlus,
  follow_request: UserRoundPlus,
  follow_approval: UserCheck,
  post: Bell,
  text_hidden: EyeOff,
  text_restored: Eye,
  new_device: MonitorSmartphone,
  password_changed: KeyRound,
  email_changed: Mail,
  session_reused: ShieldAlert,
  provider_linked: LinkIcon,
  provider_unlinked: Unlink,
};

/** Where one sees what happened to the account, and can act. */
const securityPages: Record<SecurityNotice, string> = {
  new_device: routes.sessions(),
  password_changed: routes.account(),
  email_changed: routes.account(),
  session_reused: routes.sessions(),
  provider_linked: routes.account(),
  provider_unlinked: routes.account(),
};

function Faces({ actors }: Pick<Notification, 'actors'>): ReactNode {
  const t = useTranslations('notification');
  return (
    <span className="flex gap-1.5">
      {actors.map((actor) => (
        <Link
          key={actor.id}
          href={routes.profile(actor.handle)}
          prefetch={false}
          aria-label={t('profileOf', { name: actor.displayName })}
          className="relative z-10 rounded-full"
        >
          <Avatar member={actor} size="s" />
        </Link>
      ))}
    </span>
  );
}

/** One row: who, what, and how the text begins; all of it leads to where it happened. */
export function NotificationRow({ notification }: { notification: Notification }): ReactNode {
  const t = useTranslations('notification');
  const { kind, actors, excerpt, isRead, latestAt, postId } = notification;
  const Icon = icons[kind];
  // Of what happened to the account, and of moderation, nobody is shown.
  const hasFaces = actors.length > 0;
  const sentence = (
    <p>
      <Link
        href={addressOf(notification)}
        prefetch={false}
        className="after:absolute after:inset-0"
      >
        <Sentence notification={notification} />
        {!isRead && <span className="sr-only"> {t('unread')}</span>}
      </Link>
    </p>
  );
  return (
    <div
      className={cx(
        'relative flex gap-3 border-b border-line px-4 py-4 transition-colors duration-(--fast) hover:bg-sunken tablet:px-5',
        !isRead && 'bg-accent-soft',
      )}
    >
      <Icon
        aria-hidden="true"
        className={cx(
          'size-5 flex-none',
          hasFaces ? 'mt-1.5' : 'mt-0.5',
          kind === 'like' ? 'text-like' : 'text-accent',
        )}
      />
      <div className="min-w-0 flex-1">
        <div
          className={cx('flex justify-between gap-3', hasFaces ? 'items-center' : 'items-start')}
        >
          {hasFaces ? <Faces actors={actors} /> : sentence}
          <span className="flex flex-none items-center gap-1">
            <RelativeTime
              time={latestAt}
              // The fainter ink is too faint on what marks a row as unread.
              className={cx('text-s whitespace-nowrap', isRead ? 'text-ink-3' : 'text-ink-2')}
            />
            {/* What moderation does is told of a muted conversation, too. */}
            {postId !== null && hasFaces && <NotificationMenu postId={postId} />}
          </span>
        </div>
        {hasFaces && <div className="mt-2">{sentence}</div>}
        {excerpt !== '' && (
          <p dir="auto" className="mt-0.5 line-clamp-2 text-ink-2">
            {excerpt}
          </p>
        )}
      </div>
    </div>
  );
}

function Sentence({ notification }: { notification: Notification }): ReactNode {
  const t = useTranslations('notification');
  const { kind, actors, actorCount, count, target } = notification;
  const [first] = actors;
  const who = (): ReactNode =>
    t.rich('who', {
      others: actorCount - 1,
      first: () => (
        <bdi key="first" className="font-semibold">
          {first?.displayName}
        </bdi>
      ),
    });
  if (kind === 'text_hidden' || kind === 'text_restored') {
    return t(`moderation.${kind}`, { count, what: target.kind });
  }
  if (isSecurity(kind)) return t(`security.${kind}`, { count });
  // Of one member who liked many things, the target is only the last of them.
  if (kind === 'like' && actorCount === 1 && count > 1) return t.rich('likes', { who, count });
  if (kind === 'like' && target.kind === 'comment') return t.rich('likedComment', { who });
  return t.rich(`kind.${kind}`, { who, count });
}

function addressOf({ kind, postId, commentId, actors }: Notification): string {
  if (isSecurity(kind)) return securityPages[kind];
  if (kind === 'follow_request') return routes.followRequests();
  const [first, ...others] = actors;
  if (kind === 'follow' && others.length > 0) return routes.connections();
  if (postId !== null && commentId !== null) return routes.comment(postId, commentId);
  if (postId !== null) return routes.post(postId);
  return first ? routes.profile(first.handle) : routes.connections();
}

function isSecurity(kind: NotificationKind): kind is SecurityNotice {
  return kind in securityPages;
}
