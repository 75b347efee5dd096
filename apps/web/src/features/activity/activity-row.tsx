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
import { ActivityLine, addressOf } from './activity-line.tsx';

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

/** One line of "my story". */
export function ActivityRow(props: { activity: Activity; action: ReactNode }): ReactNode {
  const { activity, action } = props;
  const t = useTranslations('activity');
  const Icon = icons[activity.type];
  // A post that is gone has no page to open.
  const postId = activity.type === 'post.deleted' ? null : activity.postId;
  const sentence = t.rich(`type.${activity.type}`, {
    member: () => <MemberLink memberId={activity.subject.id} />,
  });
  return (
    <ActivityLine
      sign={
        <span className="grid size-8 flex-none place-items-center rounded-full bg-sunken text-ink-2">
          <Icon aria-hidden="true" className="size-4" />
        </span>
      }
      sentence={
        postId !== null && activity.excerpt === '' ? (
          <Link
            href={routes.post(postId)}
            prefetch={false}
            className="underline-offset-2 hover:underline"
          >
            {sentence}
          </Link>
        ) : (
          sentence
        )
      }
      occurredAt={activity.occurredAt}
      address={postId === null ? null : addressOf(activity)}
      excerpt={activity.excerpt}
      action={action}
    />
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
      prefetch={false}
      className="text-accent underline-offset-2 hover:underline dark:underline"
    >
      {member.data.displayName}
    </Link>
  );
}
