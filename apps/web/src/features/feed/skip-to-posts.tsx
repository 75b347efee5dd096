import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

/** The list of posts on a page that has one. */
export const postsId = 'posts';

/** What stands where a list will be, or would be: the skip link leads to it, too. */
export function InPlaceOfPosts({ children }: { children: ReactNode }): ReactNode {
  return (
    <div id={postsId} tabIndex={-1} className="outline-none">
      {children}
    </div>
  );
}

/** First in a feed: past tabs and composer to what there is to read. Seen only while it has the focus. */
export function SkipToPosts(): ReactNode {
  const t = useTranslations('feed');
  return (
    <a
      href={`#${postsId}`}
      className="fixed top-2 left-2 z-50 -translate-y-16 rounded-2 bg-ink px-4 py-2 font-semibold text-paper focus:translate-y-0"
    >
      {t('skip')}
    </a>
  );
}
