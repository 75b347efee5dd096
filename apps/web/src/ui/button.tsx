import type { ComponentProps, ReactNode } from 'react';

import { buttonClass, type ButtonLook } from './button-class.ts';
import { cx } from './cx.ts';
import { Spinner } from './spinner.tsx';

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
