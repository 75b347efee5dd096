'use client';

import dynamic from 'next/dynamic';

import { withoutFail } from '../../lib/part.ts';
import { MeSkeleton } from './me-skeleton.tsx';

/** The member's menu, which a visitor does not load. */
export const MeMenu = dynamic(
  withoutFail(() => import('./me-menu.tsx').then((module) => module.MeMenu)),
  { loading: MeSkeleton },
);
