'use client';

import type { Activity, ActivityType } from '@dailyfeed/contract/activity';
import { useQuery } from '@tanstack/react-query';
import {
  AtSign,
  Eye,
  Ban,
  Bell,
  BellOff,
  BookOpen,
  CircleCheck,
  DoorClosed,
  DoorOpen,
  Heart,
  HeartOff,
  type LucideIcon,
  MessageCircle,
  Pencil,
  PenLine,
  Sparkles,
  Trash2,
  UserMinus,
  UserPen,
  UserPlus,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';

import { useApi } from '../../lib/api.ts';
import { routes } from '../../lib/routes.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';

const icons: Record<ActivityType, LucideIcon> = {
  'member.signed_up': Sparkles,
  'member.updated': UserPen,
  'member.handle_changed': AtSign,
  'member.visibility_changed': Eye,
  'member.followed': UserPlus,
  'member.unfollowed': UserMinus,
  'member.blocked': Ban,
  'member.unblocked': CircleCheck,
  'member.follow_requested': UserPlus,
  'member.follow_request_withdrawn': UserMinus,
  'member.muted': BellOff,
  'member.unmuted': Bell,
  'member.deactivated': DoorClosed,
  'member.reactivated': DoorOpen,
  'member.disabled': Ban,
  'member.enabled': CircleCheck,
  'post.created': PenLine,
  'post.edited': Pencil,
  'post.deleted': Trash2,
  'post.liked': Heart,
  'post.unliked': HeartOff,
  'post.read': BookOpen,
  'comment.created': MessageCircle,
  'comment.edited': Pencil,
  'comment.deleted': Trash2,
  'comment.read': BookOpen,
  'comment.liked': Heart,
  'comment.unliked': HeartOff,
};

/** One line of "my story": what, when, and the beginning of the text it was about. */
export function ActivityRow({ activity }: { activity: Activity }): ReactNode {
  const t = useTranslations('activity');
  const Icon = icons[activity.type];
  // A post that is gone has no page to open.
  const postId = activity.type === 'post.deleted' ? null : activity.postId;
  const sentence = t.rich(`type.${activity.type}`, {
    member: () => <MemberLink memberId={activity.subject.id} />,
  });
  return (
    <li className="flex gap-3 border-b border-line px-4 py-4 tablet:px-5">
      <span className="grid size-8 flex-none place-items-center rounded-full bg-sunken text-ink-2">
        <Icon aria-hidden="true" className="size-4" />
      </span>
      <div className="min-w-0 flex-1 pt-1">
        <div className="flex items-baseline justify-between gap-3">
          <p className="font-semibold">
            {postId !== null && activity.excerpt === '' ? (
              <Link href={routes.post(postId)} className="underline-offset-2 hover:underline">
                {sentence}
              </Link>
            ) : (
              sentence
            )}
          </p>
          <RelativeTime
            time={activity.occurredAt}
            className="text-s whitespace-nowrap text-ink-3"
          />
        </div>
        {activity.excerpt !== '' && postId !== null && (
          <Link
            href={routes.post(postId)}
            dir="auto"
            className="mt-0.5 line-clamp-2 text-ink-2 hover:text-ink hover:underline"
          >
            {activity.excerpt}
          </Link>
        )}
      </div>
    </li>
  );
}

/** An activity knows ids only; the names of a page of them are asked for in one request. */
function MemberLink({ memberId }: { memberId: string }): ReactNode {
  const t = useTranslations('activity');
  const api = useApi();
  const member = useQuery(
    api.member.profile.byId.queryOptions({ memberId }, { staleTime: 300_000 }),
  );
  if (!member.data) return t('someone');
  return (
    <Link
      href={routes.profile(member.data.handle)}
      className="text-accent underline-offset-2 hover:underline dark:underline"
    >
      {member.data.displayName}
    </Link>
  );
}
