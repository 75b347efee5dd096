'use client';

import { useEffect, useEffectEvent } from 'react';

import { isSlotInterrupted } from './use-draft.ts';

/** Opens the form of what a session has ended under, when the page comes. Draws nothing. */
export function Reopening(props: {
  slot: string;
  /** Shows the form, which goes on with sending what is in the slot. */
  onInterrupted: () => void;
}): null {
  const { slot, onInterrupted } = props;
  const look = useEffectEvent(() => {
    if (isSlotInterrupted(slot)) onInterrupted();
  });
  // Once: what is opened later is opened by hand.
  useEffect(() => look(), []);
  return null;
}
