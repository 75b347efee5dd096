'use client';

import { commentDepthMax, type CommentThread } from '@dailyfeed/contract/comment';
import type { Me } from '@dailyfeed/contract/member';
import { Ellipsis, Flag, PencilLine, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { lazy, type ReactNode, Suspense, use, useState } from 'react';

import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { Reopening } from '../composer/reopening.tsx';
import { ConversationContext } from './comment-change.ts';
import { commentEditSlot, commentSlot } from './slots.ts';

const DeleteCommentDialog = lazy(async () => ({
  default: (await import('./delete-comment-dialog.tsx')).DeleteCommentDialog,
}));
const ReportDialog = lazy(async () => ({
  default: (await import('../report/report-dialog.tsx')).ReportDialog,
}));

/** What a member can do with a comment: change their own, remove it or what stands under their post, report others'. */
export function CommentMenu(props: {
  comment: CommentThread;
  me: Me;
  hasReplies: boolean;
  onEdit: (how: 'open' | 'resumed') => void;
  /** A session has ended under an answer to it, which goes on. */
  onReply: (opener: null) => void;
}): ReactNode {
  const { comment, me, hasReplies, onEdit, onReply } = props;
  const t = useTranslations('comment');
  const { postAuthorId } = use(ConversationContext);
  // Both stay after they were closed, to go out of sight in their own time.
  const [dialog, setDialog] = useState<'unused' | 'closed' | 'delete' | 'report'>('unused');
  const close = (): void => setDialog('closed');
  const isOwn = me.id === comment.authorId;
  // What a visitor was shown is about to be replaced.
  const canReopen = postAuthorId !== null;
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t('menu')} className="text-ink-3">
            <Ellipsis aria-hidden="true" className="size-4.5" />
          </IconButton>
        }
      >
        {isOwn ? (
          <MenuItem icon={<PencilLine aria-hidden="true" />} onSelect={() => onEdit('open')}>
            {t('edit')}
          </MenuItem>
        ) : (
          <MenuItem icon={<Flag aria-hidden="true" />} onSelect={() => setDialog('report')}>
            {t('report')}
          </MenuItem>
        )}
        {(isOwn || me.id === postAuthorId) && (
          <MenuItem
            icon={<Trash2 aria-hidden="true" />}
            look="danger"
            onSelect={() => setDialog('delete')}
          >
            {t('delete')}
          </MenuItem>
        )}
      </Menu>
      {canReopen && (
        <Reopening slot={replySlotOf(comment, me)} onInterrupted={() => onReply(null)} />
      )}
      {canReopen && isOwn && (
        <Reopening slot={commentEditSlot(comment.id)} onInterrupted={() => onEdit('resumed')} />
      )}
      {dialog !== 'unused' && (
        <Suspense>
          <DeleteCommentDialog
            comment={comment}
            hasReplies={hasReplies}
            isOpen={dialog === 'delete'}
            onClose={close}
          />
          <ReportDialog
            subject={{ kind: 'comment', id: comment.id }}
            isOpen={dialog === 'report'}
            onClose={close}
          />
        </Suspense>
      )}
    </>
  );
}

/** Where an answer to a comment is kept; on the last level it stands beside it, under the same parent. */
function replySlotOf({ id, depth, parentId, author }: CommentThread, me: Me): string {
  return depth === commentDepthMax
    ? commentSlot({ memberId: me.id, parentId: parentId ?? id, mention: author?.handle ?? null })
    : commentSlot({ memberId: me.id, parentId: id, mention: null });
}
