import type { ComponentProps, ReactNode } from 'react';

import { cx } from './cx.ts';

export type IconButtonProps = Omit<ComponentProps<'button'>, 'aria-label'> & {
  /** Its name, for those who do not see the icon; also the tooltip of a mouse. */
  label: string;
};

/** A round button that shows an icon only: 36 px, or 44 where fingers press. */
export function IconButton({ label, className, ...props }: IconButtonProps): ReactNode {
  return (
    <button
      type="button"
      {...props}
      aria-label={label}
      title={label}
      className={cx(
        'inline-grid size-9 flex-none place-items-center rounded-full text-ink-2 transition-colors duration-(--fast)',
        'hover:bg-sunken hover:text-ink disabled:opacity-50 aria-disabled:opacity-50 pointer-coarse:size-11',
        className,
      )}
    />
  );
}
