'use client';

import { Component, type ReactNode, type RefObject } from 'react';

import { composerId } from '../../lib/routes.ts';
import { findItemsInView } from './place.ts';

type Held = { element: Element; top: number };
/** Told how much room a list has got at its start. */
type Settled = (startPx: number) => void;

/**
 * Scrolls an element of a list to where it stood; false when the page is too short for that. Pages are scrolled by
 * whole pixels and posts are as tall as they are: what is left, of less than one, the list takes up at its start.
 */
export function putBack(list: HTMLElement, { element, top }: Held, onSettled: Settled): boolean {
  const missing = (): number => element.getBoundingClientRect().top - top;
  const scroll = (px: number): void => window.scrollBy({ top: px, behavior: 'instant' });
  if (missing() !== 0) scroll(missing());
  const rest = missing();
  if (Math.abs(rest) >= 1) return false;
  if (rest === 0) return true;
  const startPx = Number.parseFloat(list.style.paddingTop || '0') - rest;
  const wholePx = Math.floor(startPx);
  list.style.paddingTop = `${startPx - wholePx}px`;
  if (wholePx !== 0) scroll(-wholePx);
  onSettled(startPx - wholePx);
  return true;
}

/**
 * What is under the eye stands still while the list around it changes: it is measured before a change and put back
 * after it, before the paint. The browser's own anchoring would do that where there is one. A class, since only those
 * are asked before a change.
 */
export class HoldStill extends Component<{
  list: RefObject<HTMLElement | null>;
  onSettled: Settled;
  /** Names the page that the list begins with. */
  start: string | null;
  children: ReactNode;
}> {
  override getSnapshotBeforeUpdate(before: { start: string | null }): Held[] {
    const { list, start } = this.props;
    // At the top of the page what comes on top of the list is looked for; what is loaded above it is not.
    if (window.scrollY === 0 && (start === before.start || start === null)) return [];
    const composer = document.querySelector(`#${composerId}`);
    const writing = composer?.contains(document.activeElement) ? document.activeElement : null;
    return [...(writing && isInView(writing) ? [hold(writing)] : []), ...itemsInView(list.current)];
  }

  override componentDidUpdate(_props: unknown, _state: unknown, held: Held[]): void {
    const { list, onSettled } = this.props;
    const kept = held.find(({ element }) => element.isConnected);
    if (kept && list.current) putBack(list.current, kept, onSettled);
  }

  override render(): ReactNode {
    return this.props.children;
  }
}

function itemsInView(list: HTMLElement | null): Held[] {
  return findItemsInView(list).flatMap(({ id, top }) => {
    const element = list?.querySelector(`[data-item="${CSS.escape(id)}"]`);
    return element ? [{ element, top }] : [];
  });
}

function hold(element: Element): Held {
  return { element, top: element.getBoundingClientRect().top };
}

function isInView(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}
