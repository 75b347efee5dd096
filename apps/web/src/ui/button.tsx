import type { ComponentProps, ReactNode } from 'react';

import { cx } from './cx.ts';
import { Spinner } from './spinner.tsx';

export type ButtonLook = {
  /** `primary` once per view; `quiet` has a hairline; `ghost` shows only under the pointer; `danger` destroys. */
  look?: 'primary' | 'quiet' | 'ghost' | 'danger';
  size?: 'm' | 's';
};

export type ButtonProps = ComponentProps<'button'> &
  ButtonLook & {
    /** Shows that the work is under way; the button keeps its width and ignores further presses. */
    isBusy?: boolean;
  };

export function Button({ look, size, isBusy = false, children, ...props }: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      {...props}
      // Busy is not disabled: a disabled button would lose the focus.
      aria-disabled={isBusy || props['aria-disabled']}
      aria-busy={isBusy || undefined}
      onClick={(event) => {
        if (isBusy) event.preventDefault();
        else props.onClick?.(event);
      }}
      className={cx(buttonClass({ ...(look && { look }), ...(size && { size }) }), props.className)}
    >
      <span className={cx('inline-flex items-center gap-2', isBusy && 'invisible')}>
        {children}
      </span>
      {isBusy && <Spinner className="absolute" />}
    </button>
  );
}

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
