import type { Post } from '@dailyfeed/contract/post';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

import { RichText } from '../post/rich-text.tsx';

/** What a text says by now, under the form that would replace it with another made from an earlier one. */
export function ChangedMeanwhile(props: {
  text: string;
  entities: Post['entities'];
  contentWarning?: string | null;
  pictureCount?: number;
}): ReactNode {
  const { text, entities, contentWarning = null, pictureCount = 0 } = props;
  const t = useTranslations('composer');
  return (
    <figure className="mt-2 border-s-2 border-line ps-3 text-s text-ink-2">
      <figcaption className="text-ink-3">{t('changedTo')}</figcaption>
      {contentWarning !== null && (
        <p dir="auto" className="max-w-text font-semibold break-words">
          {contentWarning}
        </p>
      )}
      <p dir="auto" className="max-w-text break-words whitespace-pre-wrap">
        <RichText text={text} entities={entities} />
      </p>
      {pictureCount > 0 && <p>{t('draftPictures', { count: pictureCount })}</p>}
    </figure>
  );
}
