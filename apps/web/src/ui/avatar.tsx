import type { MemberSummary } from '@dailyfeed/contract/member';
import type { ReactNode } from 'react';

import { cx } from './cx.ts';
import { SiteImage } from './site-image.tsx';

export type AvatarProps = {
  member: Pick<MemberSummary, 'id' | 'displayName' | 'avatarUrl'>;
  size?: 's' | 'm' | 'xl';
};

/** Decoration beside a name: the picture, or the initial on a colour that stays with the member. */
export function Avatar({ member, size = 'm' }: AvatarProps): ReactNode {
  const className = cx(
    'grid flex-none place-items-center overflow-hidden rounded-full font-bold select-none',
    sizes[size],
  );
  if (member.avatarUrl !== null) {
    const pixels = pixelsOf[size];
    return (
      <SiteImage
        src={member.avatarUrl}
        alt=""
        width={pixels}
        height={pixels}
        loading="lazy"
        className={cx(className, 'bg-sunken object-cover')}
      />
    );
  }
  return (
    <span
      aria-hidden="true"
      className={cx(className, 'text-(--avatar-ink)')}
      style={{ background: `var(--avatar-${toneOf(member.id)})` }}
    >
      {initialOf(member.displayName)}
    </span>
  );
}

const sizes = { s: 'size-8 text-s', m: 'size-10 text-m', xl: 'size-20 text-2xl' };
const pixelsOf = { s: 32, m: 40, xl: 80 };
const toneCount = 8;

// The end of a UUIDv7 is random; its beginning is the time, alike for those who joined together.
function toneOf(id: string): number {
  return Number.parseInt(id.slice(-6), 16) % toneCount;
}

function initialOf(name: string): string {
  const [first] = new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(name.trim());
  return first?.segment.toUpperCase() ?? '·';
}
