import type { Hiding } from '@dailyfeed/contract/hiding';
import { EyeOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

/** Tells an author that nobody else sees what they wrote, why, and what they can do; the rest of the world sees neither. */
export function HidingNotice({ hiding }: { hiding: Hiding | null }): ReactNode {
  const t = useTranslations('report');
  if (!hiding) return null;
  const { by, terms } = hiding;
  return (
    <div
      role="note"
      className="mt-2 flex max-w-text gap-2.5 rounded-2 bg-sunken px-3 py-2.5 text-s"
    >
      <EyeOff aria-hidden="true" className="mt-0.5 size-4.5 flex-none text-ink-3" />
      <div className="min-w-0 wrap-anywhere">
        <p className="font-semibold">{t('hiddenTitle')}</p>
        <p className="text-ink-2">
          {by === 'moderator'
            ? t('hiddenByModerator')
            : t('hiddenByScreening', { terms: terms.join(', ') })}
        </p>
      </div>
    </div>
  );
}
