import type { Entity } from '@dailyfeed/contract/entity';
import { findEntities } from '@dailyfeed/contract/find-entities';
import Link from 'next/link';
import { Fragment, type ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { shownAddress } from './shown-address.ts';

/**
 * What a member wrote: line breaks kept, no more than one empty line in a row, addresses and mentions as links, never
 * as HTML. `entities` are those the service found in `text`; without them they are looked for here.
 */
export function RichText({ text, entities }: { text: string; entities?: Entity[] }): ReactNode {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const entity of entities ?? findEntities(text)) {
    parts.push(
      <Fragment key={entity.start}>
        {plain(text.slice(end, entity.start))}
        <EntityLink entity={entity} text={text.slice(entity.start, entity.end)} />
      </Fragment>,
    );
    end = entity.end;
  }
  return (
    <>
      {parts}
      {plain(text.slice(end))}
    </>
  );
}

function plain(text: string): string {
  return text.replaceAll(/\n{3,}/g, '\n\n');
}

function EntityLink({ entity, text }: { entity: Entity; text: string }): ReactNode {
  switch (entity.kind) {
    case 'tag':
      // Kept in one piece: a line must not end with a lone "#".
      return (
        <Link
          href={routes.tag(entity.tag)}
          prefetch={false}
          className={`inline-block max-w-full ${linkLook}`}
        >
          {text}
        </Link>
      );
    case 'mention':
      return (
        <Link href={routes.profile(entity.handle)} prefetch={false} className={linkLook}>
          {text}
        </Link>
      );
    case 'link':
      return (
        <a
          href={entity.url}
          rel="nofollow ugc noopener"
          target="_blank"
          title={text}
          className={linkLook}
        >
          {shownAddress(text)}
        </a>
      );
  }
}

const linkLook = 'text-accent underline-offset-2 hover:underline dark:underline';
