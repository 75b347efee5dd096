'use client';

import type { Post } from '@dailyfeed/contract/post';
import { Ellipsis, Flag, Link2, PencilLine, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, Suspense, useState } from 'react';

import { optionalPart, usePart } from '../../lib/part.ts';
import { useMe } from '../../lib/session.tsx';
import { useMemberAction } from '../../lib/use-member-action.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import type { PostDialog } from './post-dialogs.tsx';
import { useShare } from './use-share.ts';

// Only members are told anything.
const ThreadMuteItem = optionalPart(
  async () => (await import('../notification/thread-mute-item.tsx')).ThreadMuteItem,
);
const loadDialogs = async () => (await import('./post-dialogs.tsx')).PostDialogs;

/** What else one can do with a post; its author may change and delete it. */
export function PostMenu({ post }: { post: Post }): ReactNode {
  const t = useTranslations('post');
  const { copyLink } = useShare(post);
  const me = useMe();
  const isOwn = me?.id === post.authorId;
  const asMember = useMemberAction();
  const { Part: PostDialogs, withPart } = usePart(loadDialogs);
  const [dialog, setDialog] = useState<PostDialog>('unused');
  const open = (wanted: PostDialog): void => withPart(() => setDialog(wanted));
  return (
    <div className="-my-2 ms-auto -me-2 self-start">
      <Menu
        trigger={
          <IconButton label={t('more')} className="text-ink-3">
            <Ellipsis aria-hidden="true" className="size-5" />
          </IconButton>
        }
      >
        <MenuItem icon={<Link2 aria-hidden="true" />} onSelect={() => void copyLink()}>
          {t('copyLink')}
        </MenuItem>
        {me && (
          // Its own: the menu that is open stays while this comes.
          <Suspense>
            <ThreadMuteItem postId={post.id} />
          </Suspense>
        )}
        {!isOwn && (
          <MenuItem
            icon={<Flag aria-hidden="true" />}
            onSelect={() => asMember(() => open('report'))}
          >
            {t('report')}
          </MenuItem>
        )}
        {isOwn && (
          <>
            <MenuSeparator />
            <MenuItem icon={<PencilLine aria-hidden="true" />} onSelect={() => open('edit')}>
              {t('edit')}
            </MenuItem>
            <MenuItem
              icon={<Trash2 aria-hidden="true" />}
              look="danger"
              onSelect={() => open('delete')}
            >
              {t('delete')}
            </MenuItem>
          </>
        )}
      </Menu>
      {dialog !== 'unused' && PostDialogs && (
        <PostDialogs post={post} dialog={dialog} onClose={() => setDialog('closed')} />
      )}
    </div>
  );
}
