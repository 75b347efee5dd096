'use client';

import { Language, type Me } from '@dailyfeed/contract/member';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import type { DefaultValues, FieldValues } from 'react-hook-form';
import type * as z from 'zod';

import { languageCookie } from '../../i18n/language.ts';
import { hasPreference, writePreference } from '../../lib/cookie.ts';
import { useSession } from '../../lib/session.tsx';
import { type SendForm, useSendForm } from '../../lib/use-send-form.ts';

export type GrantFormArgs<Input extends FieldValues, Output> = {
  schema: z.ZodType<Output, Input>;
  defaultValues: DefaultValues<Input>;
  /** Logs in or signs up. */
  grant: (values: Output) => Promise<Me>;
  onGranted: (member: Me) => void;
  /** Where the member goes. */
  next: string;
};

/** A form that ends in a session and then leads on. */
export function useGrantForm<Input extends FieldValues, Output>(
  args: GrantFormArgs<Input, Output>,
): SendForm<Input, Output> {
  useLeaveAsMember(args.next);
  return useSendForm({
    schema: args.schema,
    defaultValues: args.defaultValues,
    send: async (values: Output) => {
      const member = await args.grant(values);
      adoptLanguage(member);
      args.onGranted(member);
    },
    afterwards: 'busy',
  });
}

/** The pages speak the member's language from here on, unless another was chosen in this browser. */
export function adoptLanguage(member: Me): void {
  const language = Language.safeParse(member.language);
  if (language.success && !hasPreference(languageCookie)) {
    writePreference(languageCookie, language.data);
  }
}

/** Members have no business here, whether they came so or became one in this tab or another. */
export function useLeaveAsMember(next: string): void {
  const router = useRouter();
  const { state } = useSession();
  useEffect(() => {
    if (state !== 'member') return;
    router.replace(next);
    // The next page is drawn by the server with the member's language and shell.
    router.refresh();
  }, [state, next, router]);
}
