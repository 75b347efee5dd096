import type { ReactNode } from 'react';

export type EmptyStateProps = {
  icon?: ReactNode;
  title: string;
  /** What the reader can do about it. */
  children?: ReactNode;
};

/** A list that has nothing yet. */
export function EmptyState({ icon, title, children }: EmptyStateProps): ReactNode {
  return (
    <div className="grid justify-items-center gap-2 px-6 py-14 text-center">
      {icon && (
        <span aria-hidden="true" className="mb-1 text-ink-3 [&_svg]:size-8 [&_svg]:stroke-[1.5]">
          {icon}
        </span>
      )}
      <p className="text-l font-bold">{title}</p>
      {children && <div className="max-w-[42ch] text-balance text-ink-2">{children}</div>}
    </div>
  );
}
