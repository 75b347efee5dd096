'use client';

import { Ban, BellOff, Bell, Ellipsis } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';

import { usePart } from '../../lib/part.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';
import { useMuteState } from './use-mute-state.ts';
import { type Named, useRelation } from './use-relation.ts';

const loadDialog = async () => (await import('./block-dialog.tsx')).BlockDialog;

const dayMs = 24 * 60 * 60 * 1000;

/** What a member can do about another they do not want to meet: mute for a while or for good, block. */
export function RelationMenu({ member }: { member: Named }): ReactNode {
  const t = useTranslations('relation');
  const { act, isPending } = useRelation(member);
  const mute = useMuteState(member.id);
  const { Part: BlockDialog, withPart } = usePart(loadDialog);
  const [dialog, setDialog] = useState<'unused' | 'open' | 'closed'>('unused');
  const muteFor = (days: number): void =>
    act({ kind: 'mute', until: new Date(Date.now() + days * dayMs).toISOString() });
  return (
    <>
      <Menu
        trigger={
          <IconButton
            label={t('menu', { name: member.displayName })}
            aria-busy={isPending || undefined}
            className="text-ink-3"
          >
            <Ellipsis aria-hidden="true" className="size-5" />
          </IconButton>
        }
      >
        {mute?.muted ? (
          <MenuItem icon={<Bell aria-hidden="true" />} onSelect={() => act({ kind: 'unmute' })}>
            {t('unmute')}
          </MenuItem>
        ) : (
          <>
            <MenuItem icon={<BellOff aria-hidden="true" />} onSelect={() => muteFor(1)}>
              {t('muteDay')}
            </MenuItem>
            <MenuItem icon={<BellOff aria-hidden="true" />} onSelect={() => muteFor(7)}>
              {t('muteWeek')}
            </MenuItem>
            <MenuItem
              icon={<BellOff aria-hidden="true" />}
              onSelect={() => act({ kind: 'mute', until: null })}
            >
              {t('muteForGood')}
            </MenuItem>
          </>
        )}
        <MenuSeparator />
        <MenuItem
          icon={<Ban aria-hidden="true" />}
          look="danger"
          onSelect={() => withPart(() => setDialog('open'))}
        >
          {t('block')}
        </MenuItem>
      </Menu>
      {dialog !== 'unused' && BlockDialog && (
        <BlockDialog
          member={member}
          isOpen={dialog === 'open'}
          onClose={() => setDialog('closed')}
        />
      )}
    </>
  );
}
