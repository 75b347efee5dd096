'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useRef } from 'react';

import { useMe } from '../../lib/session.tsx';
import type { CommentBoxProps } from './comment-box.tsx';
import { CommentForm } from './comment-form.tsx';

/** The answer to a comment, opened below it; gone when it is written or called off. */
export function ReplyBox(
  props: CommentBoxProps & {
    name: string;
    /** Whom it names, of those who stand beside it. */
    mention: string | null;
    /** The button that was pressed; null where what a session ended under goes on. */
    opener: HTMLElement | null;
    onClose: () => void;
  },
): ReactNode {
  const { name, mention, opener } = props;
  const t = useTranslations('comment');
  const me = useMe();
  const box = useRef<HTMLDivElement>(null);
  if (!me) return null;
  const label = t('replyPlaceholder', { name: mention === null ? name : `@${mention}` });
  function close(): void {
    const focused = document.activeElement;
    // Who has gone on elsewhere while it was sent is left there.
    if (focused === document.body || box.current?.contains(focused))
      opener?.focus({ preventScroll: true });
    props.onClose();
  }
  return (
    <div ref={box} className="pt-3">
      <CommentForm
        {...props}
        me={me}
        label={label}
        placeholder={label}
        startsFocused
        resumes={opener === null}
        onAccepted={(comment) => {
          props.onAccepted(comment);
          close();
        }}
        onCancel={close}
      />
    </div>
  );
}
