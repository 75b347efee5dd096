'use client';

import { Language, type Me } from '@dailyfeed/contract/member';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { type DefaultValues, type FieldValues, useForm, type UseFormReturn } from 'react-hook-form';
import type * as z from 'zod';

import { languageCookie } from '../../i18n/language.ts';
import { hasPreference, writePreference } from '../../lib/cookie.ts';
import { contractResolver, showFieldErrors } from '../../lib/form.ts';
import { useSession } from '../../lib/session.tsx';

export type GrantFormArgs<Input extends FieldValues, Output> = {
  schema: z.ZodType<Output, Input>;
  defaultValues: DefaultValues<Input>;
  /** Logs in or signs up. */
  grant: (values: Output) => Promise<Me>;
  onGranted: (member: Me) => void;
  /** Where the member goes. */
  next: string;
};

export type GrantForm<Input extends FieldValues, Output> = {
  form: UseFormReturn<Input, unknown, Output>;
  submit: (event: React.SyntheticEvent) => void;
  isBusy: boolean;
  failure: unknown;
};

/** A form that ends in a session: sends once, shows what is wrong beside its field, then leads on. */
export function useGrantForm<Input extends FieldValues, Output>(
  args: GrantFormArgs<Input, Output>,
): GrantForm<Input, Output> {
  const form = useForm<Input, unknown, Output>({
    resolver: contractResolver(args.schema),
    defaultValues: args.defaultValues,
    mode: 'onTouched',
  });
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  // State is too late for a second Enter within the same frame.
  const isSending = useRef(false);
  useLeaveAsMember(args.next);

  async function send(values: Output): Promise<void> {
    if (isSending.current) return;
    isSending.current = true;
    setBusy(true);
    setFailure(null);
    try {
      const member = await args.grant(values);
      adoptLanguage(member);
      // Stays busy: the page is about to change.
      args.onGranted(member);
    } catch (error) {
      if (!showFieldErrors(form, error)) setFailure(error);
      isSending.current = false;
      setBusy(false);
    }
  }
  return { form, submit: (event) => void form.handleSubmit(send)(event), isBusy, failure };
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
