'use client';

import { type Post, PostText, postTextMax } from '@dailyfeed/contract/post';
import { useTranslations } from 'next-intl';
import { type ReactNode, type RefObject, useEffect } from 'react';

import { useApiClient } from '../../lib/api.ts';
import { toast } from '../../ui/toaster.tsx';
import { ChangedMeanwhile } from '../composer/changed-meanwhile.tsx';
import { ComposerForm } from '../composer/composer-form.tsx';
import { emptyDraft } from '../composer/draft.ts';
import { useAttachments } from '../composer/use-attachments.ts';
import { useSeenVersion } from '../composer/use-seen-version.ts';
import { useSubmission } from '../composer/use-submission.ts';
import { useLookAgain } from '../report/use-look-again.ts';
import { usePostCache } from './post-cache.ts';
import { postEditSlot } from './post-edit-slot.ts';

/** Changes a post's text. What was typed is kept when it is left, only "Cancel" throws it away. */
export function EditPostForm(props: {
  post: Post;
  areaRef: RefObject<HTMLTextAreaElement | null>;
  /** It goes on with what a session ended under. */
  resumes: boolean;
  onClose: () => void;
}): ReactNode {
  const { post, areaRef, resumes, onClose } = props;
  const t = useTranslations('post');
  const client = useApiClient();
  const posts = usePostCache();
  const lookAgain = useLookAgain();
  const { id } = post;
  const send = useSeenVersion({
    version: post.version,
    refusal: 'POST_CHANGED',
    showLatest: async () => {
      const latest = await client.timeline.post.byId.query({ id });
      posts.patch(id, () => latest);
      return latest.version;
    },
  });
  const submission = useSubmission({
    memberId: post.authorId,
    slot: postEditSlot(post),
    schema: PostText,
    max: postTextMax,
    start: {
      ...emptyDraft,
      text: post.text,
      warning: post.contentWarning ?? '',
      images: post.images.map(({ id, alt }) => ({ id, alt })),
      base: post.version,
    },
    resumes,
    send: ({ text, warning: contentWarning, images, base }) =>
      send(base, (version) =>
        client.content.post.edit.mutate({ id, text, contentWarning, images, version }),
      ),
    onAccepted: (edited) => {
      const images = edited.images.map((image) => ({
        ...image,
        token: attachments.tokenOf(image.id),
      }));
      posts.patch(id, (shown) => ({ ...shown, ...edited, images }));
      lookAgain(post, async () => {
        const { hiding } = await client.timeline.post.byId.query({ id });
        posts.patch(id, (shown) => ({ ...shown, hiding }));
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
  const { base } = submission.draft;
  return (
    <>
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
      {base !== null && base !== post.version && (
        <ChangedMeanwhile
          text={post.text}
          entities={post.entities}
          contentWarning={post.contentWarning}
          pictureCount={post.images.length}
        />
      )}
    </>
  );
}
