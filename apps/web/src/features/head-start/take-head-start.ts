import { type HeadStart, takeEvent } from './head-start.ts';

/** What the page has begun; undefined where it has not. Once: nobody else is given it afterwards. */
export function takeHeadStart(): HeadStart | undefined {
  let given: HeadStart | undefined;
  const take = (headStart: HeadStart): void => {
    given = headStart;
  };
  document.dispatchEvent(new CustomEvent(takeEvent, { detail: take }));
  return given;
}
