'use client';

import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import Link from 'next/link';
import { type ComponentProps, type ReactElement, type ReactNode, useEffect, useRef } from 'react';

import { cx } from './cx.ts';

export type MenuProps = {
  /** The button that opens it, with its own name. */
  trigger: ReactElement<ComponentProps<'button'>>;
  /** `MenuItem`, `MenuLink`, `MenuChoice`, `MenuSeparator`. */
  children: ReactNode;
  align?: 'start' | 'end';
  side?: 'top' | 'bottom';
};

export type MenuItemProps = {
  icon?: ReactNode;
  onSelect: () => void;
  look?: 'plain' | 'danger';
  children: ReactNode;
};

export type MenuLinkProps = { href: string; icon?: ReactNode; children: ReactNode };

export type MenuChoiceProps<T extends string> = {
  label: string;
  value: T;
  options: { value: T; label: string }[];
  onChange: (value: T) => void;
};

/** Which item is active when it is opened for the first time: none by a pointer, the first or the last by a key. */
export type MenuOpening = 'none' | 'first' | 'last';

/** Open from its first moment: it is loaded when someone reaches for it. */
export function MenuPopup(props: MenuProps & { opening: MenuOpening }): ReactNode {
  const { trigger, children, align = 'end', side = 'bottom', opening } = props;
  const button = useRef<HTMLButtonElement>(null);
  const isOpened = useRef(opening === 'none');
  useEffect(() => {
    if (isOpened.current) return;
    isOpened.current = true;
    // By its own button, which has heard of no key yet: it knows where a menu begins that a key has opened.
    const key = opening === 'first' ? 'ArrowDown' : 'ArrowUp';
    button.current?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  }, [opening]);
  return (
    <Base.Root modal={false} defaultOpen={opening === 'none'}>
      <Base.Trigger ref={button} render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} side={side} sideOffset={4} className="z-50 outline-none">
          <Base.Popup
            className={cx(
              'min-w-48 rounded-2 border border-line bg-raised p-1 shadow-2 outline-none',
              'transition-opacity duration-(--fast) data-ending-style:opacity-0 data-starting-style:opacity-0',
            )}
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export function MenuItem(props: MenuItemProps): ReactNode {
  const { icon, onSelect, look = 'plain', children } = props;
  return (
    <Base.Item onClick={onSelect} className={cx(row, look === 'danger' && 'text-danger')}>
      {icon}
      {children}
    </Base.Item>
  );
}

export function MenuLink({ href, icon, children }: MenuLinkProps): ReactNode {
  return (
    <Base.LinkItem render={<Link href={href} />} closeOnClick className={row}>
      {icon}
      {children}
    </Base.LinkItem>
  );
}

export function AnyMenuChoice(props: MenuChoiceProps<string>): ReactNode {
  return (
    <Base.RadioGroup value={props.value} onValueChange={(value: string) => props.onChange(value)}>
      <Base.GroupLabel className="px-3 pt-2 pb-1 text-xs font-semibold text-ink-3">
        {props.label}
      </Base.GroupLabel>
      {props.options.map((option) => (
        <Base.RadioItem key={option.value} value={option.value} closeOnClick className={row}>
          <span className="w-4">
            <Base.RadioItemIndicator>
              <Check aria-hidden="true" />
            </Base.RadioItemIndicator>
          </span>
          {option.label}
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  );
}

export function MenuSeparator(): ReactNode {
  return <Base.Separator className="my-1 h-px bg-line" />;
}

const row = cx(
  'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-1 px-3 outline-none select-none',
  'data-highlighted:bg-sunken pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:flex-none',
);
