'use client';

import type { Activity } from '@dailyfeed/contract/activity';
import { EyeOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef } from 'react';

import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ActivityRow } from './activity-row.tsx';
import { type HiddenLine, useHiding } from './use-hiding.ts';

/** Lines of "my story", each of which can be taken out. */
export function Story({ items }: { items: Activity[] }): ReactNode {
  const t = useTranslations('activity');
  const { find, hide, undo } = useHiding();
  return (
    <ol>
      {items.map((activity) => {
        const hidden = find(activity.id);
        if (hidden) {
          const { id } = activity;
          return <HiddenRow key={id} id={id} line={hidden} onUndo={() => undo(id)} />;
        }
        return (
          <ActivityRow
            key={activity.id}
            activity={activity}
            action={
              <IconButton
                label={t('hide')}
                className="-my-2 -me-2 text-ink-3"
                onClick={({ currentTarget }) =>
                  hide(activity.id, currentTarget.closest('li')?.offsetHeight ?? 0)
                }
              >
                <EyeOff aria-hidden="true" className="size-4.5" />
              </IconButton>
            }
          />
        );
      })}
    </ol>
  );
}

/** As high as what it stands for: nothing below it moves. */
function HiddenRow(props: { id: string; line: HiddenLine; onUndo: () => void }): ReactNode {
  const { id, line, onUndo } = props;
  const t = useTranslations('activity');
  const button = useRef<HTMLButtonElement>(null);
  // What was pressed is gone, and the focus comes here.
  useEffect(() => button.current?.focus({ preventScroll: true }), []);
  return (
    <li
      data-undo={id}
      style={{ minHeight: line.heightPx }}
      className="flex items-center justify-between gap-3 border-b border-line px-4 text-ink-3 tablet:px-5"
    >
      <output>{t('hidden')}</output>
      {line.step === 'undoable' && (
        <Button ref={button} look="ghost" size="s" onClick={onUndo}>
          {t('undo')}
        </Button>
      )}
    </li>
  );
}
