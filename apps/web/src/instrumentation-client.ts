import { setOutEvent } from './lib/destination.ts';

/** Called by Next as soon as the reader sets out for another page. */
export function onRouterTransitionStart(address: string): void {
  window.dispatchEvent(new CustomEvent(setOutEvent, { detail: address }));
}
