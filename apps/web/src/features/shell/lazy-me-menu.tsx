'use client';

import dynamic from 'next/dynamic';

import { MeSkeleton } from './me-skeleton.tsx';

/** The member's menu, which a visitor does not load. */
export const MeMenu = dynamic(() => import('./me-menu.tsx').then((module) => module.MeMenu), {
  loading: MeSkeleton,
});
