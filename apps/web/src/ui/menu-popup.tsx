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
  isDisabled?: boolean;
  children: ReactNode;
};

export type MenuLinkProps = { href: string; icon?: ReactNode; children: ReactNode };

export type MenuChoiceProps<T extends string> = {
  label: string;
  value: T;
  options: { value: T; label: string }[];
  onChange: (value: T) => void;
};

/** What it was first asked for with. */
export type MenuOpening = 'key' | 'pointer';

/** Open from its first moment: it is loaded when someone reaches for it. */
export function MenuPopup(props: MenuProps & { opening: MenuOpening }): ReactNode {
  const { trigger, children, align = 'end', side = 'bottom', opening } = props;
  const button = useRef<HTMLButtonElement>(null);
  const isPressed = useRef(opening === 'pointer');
  useEffect(() => {
    if (isPressed.current) return;
    isPressed.current = true;
    // Opened by its own button, as by a key, it starts at its first item.
    button.current?.click();
  }, []);
  return (
    <Base.Root modal={false} defaultOpen={opening === 'pointer'}>
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
  const { icon, onSelect, look = 'plain', isDisabled = false, children } = props;
  return (
    <Base.Item
      disabled={isDisabled}
      onClick={onSelect}
      className={cx(row, look === 'danger' && 'text-danger')}
    >
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
  'data-disabled:text-ink-3 data-highlighted:bg-sunken pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:flex-none',
);
