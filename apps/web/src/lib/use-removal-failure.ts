'use client';

import type { ErrorCode } from '@dailyfeed/contract/errors';

import { useErrorText } from '../i18n/use-error-text.ts';
import { toast } from '../ui/toaster.tsx';
import { failureOf } from './failure.ts';

/** What a removal does when it fails: gone already, e.g. in another tab, is what was asked for; all else is told. */
export function useRemovalFailure(
  goneCode: ErrorCode,
  finish: () => void,
): (error: unknown) => void {
  const errorText = useErrorText();
  return (error) => {
    if (failureOf(error).code === goneCode) finish();
    else toast.error(errorText(error));
  };
}
