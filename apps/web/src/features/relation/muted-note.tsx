'use client';

import { BellOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useRef } from 'react';

import { formatMoment } from '../../lib/format.ts';
import { moveFocusToContent } from '../../lib/move-focus.ts';
import { useTimeContext } from '../../lib/time.ts';
import { Button } from '../../ui/button.tsx';
import { useMuteState } from './use-mute-state.ts';
import { type Named, useRelation } from './use-relation.ts';

/** On the profile of someone muted: that it is so, until when, and the way back. */
export function MutedNote({ member }: { member: Named }): ReactNode {
  const t = useTranslations('relation');
  const context = useTimeContext();
  const note = useRef<HTMLParagraphElement>(null);
  const { act, isPending } = useRelation(member, () => moveFocusToContent(note.current));
  const mute = useMuteState(member.id);
  if (!mute?.muted) return null;
  const name = member.displayName;
  return (
    <p
      ref={note}
      className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-2 bg-sunken px-3 py-2 text-s text-ink-2"
    >
      <BellOff aria-hidden="true" className="size-4 flex-none" />
      <span className="min-w-0 flex-1 basis-48">
        {mute.until === null
          ? t('muted', { name })
          : t('mutedUntil', { name, date: formatMoment(new Date(mute.until), context) })}
      </span>
      <Button
        look="quiet"
        size="s"
        isBusy={isPending}
        aria-label={t('unmuteName', { name })}
        onClick={() => act({ kind: 'unmute' })}
      >
        {t('unmute')}
      </Button>
    </p>
  );
}
