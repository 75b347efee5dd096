'use client';

import type { CommentThread } from '@dailyfeed/contract/comment';
import { MessageCircle } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ComponentProps, type ComponentType, type ReactNode, Suspense, useState } from 'react';

import { optionalPart, usePart } from '../../lib/part.ts';
import { useMe } from '../../lib/session.tsx';
import { useMemberAction } from '../../lib/use-member-action.ts';
import { cx } from '../../ui/cx.ts';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { EditedMark } from '../post/edited-mark.tsx';
import { HidingNotice } from '../report/hiding-notice.tsx';
import { commentActionLook } from './comment-action-look.ts';
import { CommentLike } from './comment-like.tsx';
import { CommentView } from './comment-view.tsx';
import type { EditCommentForm } from './edit-comment-form.tsx';
import { commentElementId } from './ids.ts';
import { MoreButton } from './more-button.tsx';
import { eachOnce } from './threads.ts';

// Only members have it: who reads does not wait for it.
const CommentMenu = optionalPart(async () => (await import('./comment-menu.tsx')).CommentMenu);
const loadReplyBox = async () => (await import('./reply-box.tsx')).ReplyBox;

export type CommentItemProps = {
  thread: CommentThread;
  /** What the reader has written since the page was opened, whatever it answers. */
  own: CommentThread[];
  onWritten: (comment: CommentThread) => void;
  /** Given on the last level, whose answers stand beside it: answers its parent, naming its author. */
  onReplyBeside?: (handle: string, opener: HTMLElement | null) => void;
  /** Without anything to press on it. */
  isReadOnly?: boolean | undefined;
};

/** `commentDepthMax` of the contract, whose module a reader need not load. */
const lastDepth = 2;

/** `opener`: the button that was pressed; null where what a session ended under goes on. */
type ReplyTarget = { mention: string | null; opener: HTMLElement | null };

/** In what a comment is changed, which its menu brings; `resumes`: what a session ended under goes on. */
export type Editing = {
  Form: ComponentType<ComponentProps<typeof EditCommentForm>>;
  resumes: boolean;
};

/** A comment and everything below it. */
export function CommentItem(props: CommentItemProps): ReactNode {
  const { thread, own, onWritten, onReplyBeside, isReadOnly } = props;
  const t = useTranslations('comment');
  const asMember = useMemberAction();
  const me = useMe();
  const { Part: ReplyBox, withPart: withReplyBox } = usePart(loadReplyBox);
  const [target, setTarget] = useState<ReplyTarget | null>(null);
  const [editing, setEditing] = useState<Editing | null>(null);
  const answer = (whom: ReplyTarget): void => withReplyBox(() => setTarget(whom));
  const ownReplies = own.filter((comment) => comment.parentId === thread.id).toReversed();
  const replies = eachOnce(thread.replies, own);
  const { author } = thread;
  const areRepliesLast = thread.depth === lastDepth - 1;
  const renderReply = (reply: CommentThread): ReactNode => (
    <CommentItem
      key={reply.id}
      thread={reply}
      own={own}
      onWritten={onWritten}
      isReadOnly={isReadOnly}
      {...(areRepliesLast && {
        onReplyBeside: (mention: string, opener: HTMLElement | null) => answer({ mention, opener }),
      })}
    />
  );
  function openReply(opener: HTMLElement | null): void {
    if (onReplyBeside && author) onReplyBeside(author.handle, opener);
    else answer({ mention: null, opener });
  }
  const hasReplies = replies.length + ownReplies.length > 0 || thread.repliesCursor !== null;

  return (
    <li className={cx(thread.depth === 0 && 'border-b border-line px-4 pb-3 tablet:px-5')}>
      {author === null ? (
        <p className="pt-3 text-s text-ink-3">{t('removed')}</p>
      ) : (
        <article
          id={commentElementId(thread.id)}
          tabIndex={-1}
          aria-label={t('by', { name: author.displayName })}
          className="scroll-mt-20 rounded-2 pt-3 focus:outline-none focus-visible:bg-accent-soft"
        >
          <CommentView
            author={author}
            text={thread.text}
            entities={thread.entities}
            note={<CommentTime comment={thread} />}
            {...(editing && {
              body: (
                <editing.Form
                  comment={thread}
                  resumes={editing.resumes}
                  onClose={() => setEditing(null)}
                />
              ),
            })}
            hasLine={hasReplies || target !== null}
          >
            <HidingNotice hiding={thread.hiding} />
            {!editing && !isReadOnly && (
              <div className="-ms-2 flex min-h-9 items-center gap-1 pointer-coarse:min-h-11">
                <button
                  type="button"
                  aria-label={t('replyTo', { name: author.displayName })}
                  onClick={({ currentTarget: opener }) => asMember(() => openReply(opener))}
                  className={commentActionLook}
                >
                  <MessageCircle aria-hidden="true" className="size-4" />
                  {t('reply')}
                </button>
                <CommentLike comment={thread} />
                {me && (
                  <Suspense>
                    <CommentMenu
                      comment={thread}
                      me={me}
                      hasReplies={hasReplies}
                      onEdit={setEditing}
                      onReply={openReply}
                    />
                  </Suspense>
                )}
              </div>
            )}
          </CommentView>
        </article>
      )}
      {(hasReplies || target) && (
        <div className="ps-7 tablet:ps-11">
          <ol aria-label={t('replies')}>
            {replies.map(renderReply)}
            {thread.repliesCursor !== null && (
              <MoreButton
                postId={thread.postId}
                parentId={thread.id}
                shown={thread.replies}
                cursor={thread.repliesCursor}
                own={own}
                renderComment={renderReply}
              />
            )}
            {ownReplies.map(renderReply)}
          </ol>
          {target && ReplyBox && (
            <ReplyBox
              // Another person to answer starts another text.
              key={target.mention ?? ''}
              {...target}
              postId={thread.postId}
              parentId={thread.id}
              name={author?.displayName ?? ''}
              onAccepted={onWritten}
              onClose={() =>
                // It may be another's by now.
                setTarget((shown) => (shown?.mention === target.mention ? null : shown))
              }
            />
          )}
        </div>
      )}
    </li>
  );
}

/** Its age, with the edited mark. */
function CommentTime({ comment }: { comment: CommentThread }): ReactNode {
  return (
    <>
      <RelativeTime time={comment.createdAt} />
      {comment.editedAt !== null && (
        <>
          {' · '}
          <EditedMark time={comment.editedAt} />
        </>
      )}
    </>
  );
}
