/** The small controls below a comment. */
export const commentActionLook =
  'inline-flex min-h-8 min-w-8 items-center gap-1.5 rounded-full px-2 text-s text-ink-3 hover:bg-sunken hover:text-ink pointer-coarse:min-h-11';
