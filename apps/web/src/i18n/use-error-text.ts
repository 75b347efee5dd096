'use client';

import { isFieldError } from '@dailyfeed/contract/field-error';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';

import { failureOf } from '../lib/failure.ts';

/** Says in the reader's language what failed and what to do about it. */
export function useErrorText(): (error: unknown) => string {
  const t = useTranslations('error');
  return useCallback(
    (error) => {
      const { code, retryAfterSeconds, requestId } = failureOf(error);
      switch (code) {
        case 'NETWORK':
          return t(navigator.onLine ? 'NETWORK' : 'OFFLINE');
        case 'RATE_LIMITED':
          if (retryAfterSeconds === null) return t('RATE_LIMITED');
          return retryAfterSeconds < 120
            ? t('RATE_LIMITED_SECONDS', { seconds: Math.ceil(retryAfterSeconds) })
            : t('RATE_LIMITED_MINUTES', { minutes: Math.ceil(retryAfterSeconds / 60) });
        case 'INTERNAL':
          return requestId === null ? t('INTERNAL_PLAIN') : t('INTERNAL', { requestId });
        default:
          return t(code);
      }
    },
    [t],
  );
}

/** The sentence for one field's error key (`too_long`, …); undefined without one. */
export function useFieldErrorText(): (key: string | undefined) => string | undefined {
  const t = useTranslations('field');
  return useCallback(
    (key) => (key === undefined ? undefined : t(isFieldError(key) ? key : 'invalid')),
    [t],
  );
}
