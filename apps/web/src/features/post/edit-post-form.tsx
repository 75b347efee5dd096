'use client';

import { type Post, PostText, postTextMax } from '@dailyfeed/contract/post';
import { useTranslations } from 'next-intl';
import { type ReactNode, type RefObject, useEffect } from 'react';

import { useApiClient } from '../../lib/api.ts';
import { failureOf } from '../../lib/failure.ts';
import { toast } from '../../ui/toaster.tsx';
import { ComposerForm } from '../composer/composer-form.tsx';
import { emptyDraft } from '../composer/draft.ts';
import { useAttachments } from '../composer/use-attachments.ts';
import { useSubmission } from '../composer/use-submission.ts';
import { useLookAgain } from '../report/use-look-again.ts';
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
  const lookAgain = useLookAgain();
  const submission = useSubmission({
    slot: `edit:${post.authorId}:${post.id}`,
    schema: PostText,
    max: postTextMax,
    start: {
      ...emptyDraft,
      text: post.text,
      warning: post.contentWarning ?? '',
      images: post.images.map(({ id, alt }) => ({ id, alt })),
    },
    send: async ({ text, warning: contentWarning, images }) => {
      const { id, version } = post;
      try {
        return await client.content.post.edit.mutate({ id, text, contentWarning, images, version });
      } catch (error) {
        // Shown behind the dialog; who saves again has seen it.
        if (failureOf(error).code === 'POST_CHANGED') {
          const latest = await client.timeline.post.byId.query({ id });
          posts.patch(id, () => latest);
        }
        throw error;
      }
    },
    onAccepted: (edited) => {
      const images = edited.images.map((image) => ({
        ...image,
        token: attachments.tokenOf(image.id),
      }));
      posts.patch(post.id, (shown) => ({ ...shown, ...edited, images }));
      lookAgain(post, async () => {
        const { hiding } = await client.timeline.post.byId.query({ id: post.id });
        posts.patch(post.id, (shown) => ({ ...shown, hiding }));
        return hiding;
      });
      toast.success(t('saved'));
      onClose();
    },
  });
  const attachments = useAttachments(submission);
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
      attachments={attachments}
      hasWarning
      areaRef={areaRef}
      onCancel={() => {
        submission.discard();
        onClose();
      }}
    />
  );
}
