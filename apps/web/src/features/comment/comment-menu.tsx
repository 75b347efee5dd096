'use client';

import { commentDepthMax, type CommentThread } from '@dailyfeed/contract/comment';
import type { Me } from '@dailyfeed/contract/member';
import { Ellipsis, Flag, PencilLine, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, use, useState } from 'react';

import { usePart } from '../../lib/part.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { Reopening } from '../composer/reopening.tsx';
import { ConversationContext } from './comment-change.ts';
import type { Editing } from './comment-item.tsx';
import { commentEditSlot, commentSlot } from './slots.ts';

const loadDeleting = async () => (await import('./delete-comment-dialog.tsx')).DeleteCommentDialog;
const loadForm = async () => (await import('./edit-comment-form.tsx')).EditCommentForm;
const loadReporting = async () => (await import('../report/report-dialog.tsx')).ReportDialog;

/** What a member can do with a comment: change their own, remove it or what stands under their post, report others'. */
export function CommentMenu(props: {
  comment: CommentThread;
  me: Me;
  hasReplies: boolean;
  onEdit: (editing: Editing) => void;
  /** A session has ended under an answer to it, which goes on. */
  onReply: (opener: null) => void;
}): ReactNode {
  const { comment, me, hasReplies, onEdit, onReply } = props;
  const t = useTranslations('comment');
  const { postAuthorId } = use(ConversationContext);
  const { Part: DeleteCommentDialog, withPart: withDeleting } = usePart(loadDeleting);
  const { withPart: withForm } = usePart(loadForm);
  const { Part: ReportDialog, withPart: withReporting } = usePart(loadReporting);
  // Both stay after they were closed, to go out of sight in their own time.
  const [dialog, setDialog] = useState<'closed' | 'delete' | 'report'>('closed');
  const edit = (how: 'open' | 'resumed'): void =>
    withForm((Form) => onEdit({ Form, resumes: how === 'resumed' }));
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
          <MenuItem icon={<PencilLine aria-hidden="true" />} onSelect={() => edit('open')}>
            {t('edit')}
          </MenuItem>
        ) : (
          <MenuItem
            icon={<Flag aria-hidden="true" />}
            onSelect={() => withReporting(() => setDialog('report'))}
          >
            {t('report')}
          </MenuItem>
        )}
        {(isOwn || me.id === postAuthorId) && (
          <MenuItem
            icon={<Trash2 aria-hidden="true" />}
            look="danger"
            onSelect={() => withDeleting(() => setDialog('delete'))}
          >
            {t('delete')}
          </MenuItem>
        )}
      </Menu>
      {canReopen && (
        <Reopening slot={replySlotOf(comment, me)} onInterrupted={() => onReply(null)} />
      )}
      {canReopen && isOwn && (
        <Reopening slot={commentEditSlot(comment.id)} onInterrupted={() => edit('resumed')} />
      )}
      {DeleteCommentDialog && (
        <DeleteCommentDialog
          comment={comment}
          hasReplies={hasReplies}
          isOpen={dialog === 'delete'}
          onClose={close}
        />
      )}
      {ReportDialog && (
        <ReportDialog
          subject={{ kind: 'comment', id: comment.id }}
          isOpen={dialog === 'report'}
          onClose={close}
        />
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
