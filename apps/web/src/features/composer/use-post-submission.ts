'use client';

import type { Me } from '@dailyfeed/contract/member';
import { PostText, postTextMax } from '@dailyfeed/contract/post';
import { useTranslations } from 'next-intl';

import { useApiClient } from '../../lib/api.ts';
import { toast } from '../../ui/toaster.tsx';
import { usePostCache } from '../post/post-cache.ts';
import { summaryOf } from './summary-of.ts';
import { type Attachments, useAttachments } from './use-attachments.ts';
import { useDraftCache } from './use-draft-cache.ts';
import { type SavedDraft, useSavedDraft } from './use-saved-draft.ts';
import { type Submission, useSubmission } from './use-submission.ts';

export type PostSubmission = SavedDraft & { submission: Submission; attachments: Attachments };

/** What a member writes under their name, wherever it is written. */
export function usePostSubmission(me: Me): PostSubmission {
  const t = useTranslations('composer');
  const client = useApiClient();
  const drafts = useDraftCache();
  const posts = usePostCache();
  const submission = useSubmission({
    memberId: me.id,
    slot: `post:${me.id}`,
    schema: PostText,
    max: postTextMax,
    send: ({ text, warning: contentWarning, images, idempotencyKey, saved }) =>
      client.content.post.create.mutate({
        text,
        contentWarning,
        images,
        idempotencyKey,
        ...(saved && { draftId: saved.id, draftVersion: saved.version }),
      }),
    onAccepted: (written) => {
      const author = summaryOf(me);
      // Opened for its author, whoever else may see it.
      const images = written.images.map((image) => ({
        ...image,
        token: attachments.tokenOf(image.id),
      }));
      posts.insert({ ...written, author, images, ...untouched });
      // Its draft went with it.
      void drafts.readListAgain();
      toast.success(t('posted'));
    },
  });
  const attachments = useAttachments(submission);
  return { submission, attachments, ...useSavedDraft(me.id, submission) };
}

/** What nobody has answered yet. */
const untouched = {
  likeCount: 0,
  commentCount: 0,
  bookmarkCount: 0,
  viewCount: 0,
  liked: false,
  bookmarked: false,
  hiding: null,
};
