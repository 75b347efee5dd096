'use client';

import { useTranslations } from 'next-intl';

import { toast } from '../ui/toaster.tsx';

/** Whether a way to another page ends here: without a connection it leads to the browser's own error page. Says so. */
export function useIsStopped(): () => boolean {
  const t = useTranslations('error');
  return () => {
    if (navigator.onLine) return false;
    toast.error(t('OFFLINE'));
    return true;
  };
}
