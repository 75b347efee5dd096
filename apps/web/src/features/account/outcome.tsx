'use client';

import Link from 'next/link';
import { type ReactNode, useEffect, useRef } from 'react';

import { buttonClass } from '../../ui/button-class.ts';

export type OutcomeProps = {
  title: string;
  text: string;
  /** The way on. */
  way?: { label: string; href: string };
  children?: ReactNode;
};

/** What stands where a form was: what has come of it, and the way on. Takes the focus, so that it is read out. */
export function Outcome({ title, text, way, children }: OutcomeProps): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <h1
        ref={heading}
        tabIndex={-1}
        className="text-2xl leading-tight font-bold tracking-tight outline-none"
      >
        {title}
      </h1>
      <p className="mt-1 mb-7 text-ink-2">{text}</p>
      {way && (
        <Link href={way.href} className={`${buttonClass()} min-h-11`}>
          {way.label}
        </Link>
      )}
      {children}
    </>
  );
}
