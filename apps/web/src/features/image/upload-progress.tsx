'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

/** How far a picture is on its way. `share`: 0 to 1; at 1 the server is converting it. */
export function UploadProgress({ share }: { share: number }): ReactNode {
  const t = useTranslations('image');
  const percent = Math.round(share * 100);
  return (
    <div className="text-s">
      <p className="text-ink-2">{share < 1 ? t('uploading', { percent }) : t('converting')}</p>
      <progress
        aria-label={t('uploading', { percent })}
        max={1}
        value={share < 1 ? share : undefined}
        className="mt-1 h-1.5 w-full accent-accent"
      />
    </div>
  );
}
