'use client';

import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';

import { usePart } from '../../lib/part.ts';
import { useShortcutActions } from './shortcut-actions.ts';
import { isTaken, keyOf } from './shortcut-key.ts';
import { useShortcutsSetting } from './shortcut-setting.ts';

const loadHelp = async () => (await import('./shortcut-help.tsx')).ShortcutHelp;

/** `g` waits this long for the letter that says where to. */
const sequenceMs = 1200;

/** Listens to single keys on every page of the shell, and shows what they do. */
export function Shortcuts(): ReactNode {
  const [help, setHelp] = useState<'unused' | 'open' | 'closed'>('unused');
  const { Part: ShortcutHelp, withPart } = usePart(loadHelp);
  const { isOn } = useShortcutsSetting();
  const run = useShortcutActions(() => withPart(() => setHelp('open')));
  const prefixAt = useRef<number | null>(null);

  const press = useEffectEvent((event: KeyboardEvent): void => {
    if (isTaken(event)) return;
    const key = keyOf(event);
    // Held down, only the way from post to post goes on; all else is done once.
    if (event.repeat && key !== 'j' && key !== 'k') return;
    const isSecond = prefixAt.current !== null && event.timeStamp - prefixAt.current < sequenceMs;
    prefixAt.current = null;
    if (isSecond) run(`g ${key}`);
    else if (key === 'g') prefixAt.current = event.timeStamp;
    else if (run(key)) event.preventDefault();
  });

  useEffect(() => {
    if (!isOn) return;
    const listener = (event: KeyboardEvent): void => press(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, [isOn]);

  if (help === 'unused' || !ShortcutHelp) return null;
  return (
    <ShortcutHelp
      isOpen={help === 'open'}
      onOpenChange={(isOpen) => setHelp(isOpen ? 'open' : 'closed')}
    />
  );
}
