'use client';

import type { Activity } from '@dailyfeed/contract/activity';
import { EyeOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';

import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ActivityRow } from './activity-row.tsx';
import { type HiddenLine, useHiding } from './use-hiding.tsx';

/** A line of "my story", which can be taken out. */
export function StoryRow({ activity }: { activity: Activity }): ReactNode {
  const { id } = activity;
  const t = useTranslations('activity');
  const { find, hide, undo } = useHiding();
  const hidden = find(id);
  const isHidden = hidden !== undefined;
  const isPressed = useRef(false);
  const wayBack = useRef<HTMLButtonElement>(null);
  // What was pressed is gone, and the focus goes on; not again where the line is drawn anew, because it comes near.
  useEffect(() => {
    if (isHidden && isPressed.current) wayBack.current?.focus({ preventScroll: true });
    isPressed.current = false;
  }, [isHidden]);

  if (hidden) {
    return <HiddenRow id={id} line={hidden} wayBack={wayBack} onUndo={() => undo(id)} />;
  }
  return (
    <ActivityRow
      activity={activity}
      action={
        <IconButton
          label={t('hide')}
          className="-my-2 -me-2 text-ink-3"
          onClick={({ currentTarget }) => {
            isPressed.current = true;
            hide(id, currentTarget.closest('li')?.offsetHeight ?? 0);
          }}
        >
          <EyeOff aria-hidden="true" className="size-4.5" />
        </IconButton>
      }
    />
  );
}

/** As high as what it stands for: nothing below it moves. */
function HiddenRow(props: {
  id: string;
  line: HiddenLine;
  wayBack: RefObject<HTMLButtonElement | null>;
  onUndo: () => void;
}): ReactNode {
  const { id, line, wayBack, onUndo } = props;
  const t = useTranslations('activity');
  return (
    <div
      data-undo={id}
      style={{ minHeight: line.heightPx }}
      className="flex items-center justify-between gap-3 border-b border-line px-4 text-ink-3 tablet:px-5"
    >
      <output>{t('hidden')}</output>
      {line.step === 'undoable' && (
        <Button ref={wayBack} look="ghost" size="s" onClick={onUndo}>
          {t('undo')}
        </Button>
      )}
    </div>
  );
}
