'use client';

import { useState } from 'react';

import { failureOf } from '../../lib/failure.ts';

/**
 * Sends a text that was made from an earlier one. Where that was changed meanwhile it is refused: what it is by now is
 * shown below the form, and who saves again has seen it.
 */
export function useSeenVersion(args: {
  /** Of the text that is shown. */
  version: number;
  refusal: 'POST_CHANGED' | 'COMMENT_CHANGED';
  /** Shows what the text is by now, and gives its version; undefined where it is gone. */
  showLatest: () => Promise<number | undefined>;
}): <Edited>(base: number | null, edit: (version: number) => Promise<Edited>) => Promise<Edited> {
  const { version, refusal, showLatest } = args;
  const [seen, setSeen] = useState<number>();
  return async (base, edit) => {
    try {
      return await edit(seen ?? base ?? version);
    } catch (error) {
      if (failureOf(error).code === refusal) setSeen((await showLatest()) ?? seen);
      throw error;
    }
  };
}
