import { cx } from './cx.ts';

export type ButtonLook = {
  /** `primary` once per view; `quiet` has a hairline; `ghost` shows only under the pointer; `danger` destroys. */
  look?: 'primary' | 'quiet' | 'ghost' | 'danger';
  size?: 'm' | 's';
};

/** The look of a button, for a link that acts like one. */
export function buttonClass({ look = 'primary', size = 'm' }: ButtonLook = {}): string {
  return cx(
    'relative inline-flex items-center justify-center gap-2 rounded-full whitespace-nowrap select-none',
    'transition-colors duration-(--fast) disabled:opacity-50',
    looks[look],
    size === 'm' ? 'min-h-10 px-4 font-[650]' : 'min-h-8.5 px-3 text-s font-[650]',
  );
}

const looks = {
  primary: 'bg-accent text-on-accent not-disabled:hover:bg-accent-hover',
  quiet: 'border border-line-strong text-ink not-disabled:hover:bg-sunken',
  ghost: 'text-ink-2 not-disabled:hover:bg-sunken not-disabled:hover:text-ink',
  danger: 'border border-danger text-danger not-disabled:hover:bg-sunken',
};
