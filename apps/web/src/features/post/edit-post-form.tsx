'use client';

import { type Post, PostText, postTextMax } from '@dailyfeed/contract/post';
import { useTranslations } from 'next-intl';
import { type ReactNode, type RefObject, useEffect } from 'react';

import { useApiClient } from '../../lib/api.ts';
import { toast } from '../../ui/toaster.tsx';
import { ComposerForm } from '../composer/composer-form.tsx';
import { useSubmission } from '../composer/use-submission.ts';
import { usePostCache } from './post-cache.ts';

/** Changes a post's text. What was typed is kept when it is left, only "Cancel" throws it away. */
export function EditPostForm(props: {
  post: Post;
  areaRef: RefObject<HTMLTextAreaElement | null>;
  onClose: () => void;
}): ReactNode {
  const { post, areaRef, onClose } = props;
  const t = useTranslations('post');
  const client = useApiClient();
  const posts = usePostCache();
  const submission = useSubmission({
    slot: `edit:${post.authorId}:${post.id}`,
    schema: PostText,
    max: postTextMax,
    start: post.text,
    send: ({ text }) => client.content.post.edit.mutate({ id: post.id, text }),
    onAccepted: ({ text, editedAt }) => {
      posts.patch(post.id, (shown) => ({ ...shown, text, editedAt }));
      toast.success(t('saved'));
      onClose();
    },
  });
  // Who edits goes on from the end.
  useEffect(() => {
    const area = areaRef.current;
    area?.setSelectionRange(area.value.length, area.value.length);
  }, [areaRef]);
  return (
    <ComposerForm
      submission={submission}
      label={t('editLabel')}
      placeholder={t('editLabel')}
      action={t('save')}
      minRows={3}
      areaRef={areaRef}
      onCancel={() => {
        submission.discard();
        onClose();
      }}
    />
  );
}
