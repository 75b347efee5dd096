'use client';

import dynamic from 'next/dynamic';
import { type ReactNode, useEffect } from 'react';

import { withoutFail } from '../../lib/part.ts';
import { useMe } from '../../lib/session.tsx';
import { Avatar } from '../../ui/avatar.tsx';
import { MissingPart } from '../../ui/missing-part.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

// Only members write: who reads does not wait for it.
const loadForm = () => import('./post-writer.tsx').then((module) => module.PostWriter);
const PostWriter = dynamic(withoutFail(loadForm, MissingPart), { loading: PlaceOfForm });

/** Where a member writes a post; keeps its height while the member is being looked up. */
export function PostComposer(): ReactNode {
  const me = useMe();
  // Beside the question who the member is, not after its answer.
  useEffect(() => void loadForm().catch(() => undefined), []);
  return (
    <div className="flex gap-3 border-b border-line px-4 py-4 transition-colors duration-(--fast) focus-within:bg-sunken/30 tablet:px-5">
      {me ? <Avatar member={me} /> : <Skeleton className="size-10 flex-none rounded-full" />}
      {me ? <PostWriter me={me} /> : <PlaceOfForm />}
    </div>
  );
}

function PlaceOfForm(): ReactNode {
  return (
    <div className="h-22 pt-3 pointer-coarse:h-23">
      <Skeleton className="h-5 w-48" />
    </div>
  );
}
