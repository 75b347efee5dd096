'use client';

import type { CommentThread } from '@dailyfeed/contract/comment';
import { Ellipsis, PencilLine, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { lazy, type ReactNode, Suspense, use, useState } from 'react';

import { useMe } from '../../lib/session.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { ConversationContext } from './comment-change.ts';

const DeleteCommentDialog = lazy(async () => ({
  default: (await import('./delete-comment-dialog.tsx')).DeleteCommentDialog,
}));

/** What its author, or the post's, can do with a comment; nothing for others. */
export function CommentMenu(props: {
  comment: CommentThread;
  hasReplies: boolean;
  onEdit: () => void;
}): ReactNode {
  const { comment, hasReplies, onEdit } = props;
  const t = useTranslations('comment');
  const me = useMe();
  const { postAuthorId } = use(ConversationContext);
  const [step, setStep] = useState<'unused' | 'open' | 'closed'>('unused');
  const isOwn = me !== undefined && me.id === comment.authorId;
  if (!me || (!isOwn && me.id !== postAuthorId)) return null;
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t('menu')} className="text-ink-3">
            <Ellipsis aria-hidden="true" className="size-4.5" />
          </IconButton>
        }
      >
        {isOwn && (
          <MenuItem icon={<PencilLine aria-hidden="true" />} onSelect={onEdit}>
            {t('edit')}
          </MenuItem>
        )}
        <MenuItem
          icon={<Trash2 aria-hidden="true" />}
          look="danger"
          onSelect={() => setStep('open')}
        >
          {t('delete')}
        </MenuItem>
      </Menu>
      {step !== 'unused' && (
        <Suspense>
          <DeleteCommentDialog
            comment={comment}
            hasReplies={hasReplies}
            isOpen={step === 'open'}
            onClose={() => setStep('closed')}
          />
        </Suspense>
      )}
    </>
  );
}
