import type { Entity } from '@dailyfeed/contract/entity';
import type { Highlight } from '@dailyfeed/contract/search';
import Link from 'next/link';
import { Fragment, type ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { markedPieces } from './marked-pieces.ts';
import { shownAddress } from './shown-address.ts';

/**
 * What a member wrote: line breaks kept, no more than one empty line in a row, addresses and mentions as links, never
 * as HTML.
 */
export function RichText(props: {
  text: string;
  /** As the service finds them in `text`. */
  entities: Entity[];
  /** Where in `text` stands what was searched for. */
  highlights?: Highlight[];
}): ReactNode {
  const { text, entities, highlights = [] } = props;
  const parts: ReactNode[] = [];
  let end = 0;
  for (const entity of entities) {
    parts.push(
      <Fragment key={entity.start}>
        {plain(end, entity.start)}
        <EntityLink entity={entity} text={text.slice(entity.start, entity.end)}>
          {marked(entity.start, entity.end)}
        </EntityLink>
      </Fragment>,
    );
    end = entity.end;
  }
  return (
    <>
      {parts}
      {plain(end, text.length)}
    </>
  );

  function plain(from: number, to: number): ReactNode {
    return marked(from, to, (piece) => piece.replaceAll(/\n{3,}/g, '\n\n'));
  }

  function marked(from: number, to: number, show = (piece: string) => piece): ReactNode {
    return markedPieces(text, { from, to, highlights }).map(({ start, piece, isMarked }) =>
      isMarked ? (
        <mark key={start}>{show(piece)}</mark>
      ) : (
        <Fragment key={start}>{show(piece)}</Fragment>
      ),
    );
  }
}

/** `children`: its text, with what was searched for marked; an address is shown shortened instead. */
function EntityLink(props: { entity: Entity; text: string; children: ReactNode }): ReactNode {
  const { entity, text, children } = props;
  switch (entity.kind) {
    case 'tag':
      // Kept in one piece: a line must not end with a lone "#".
      return (
        <Link
          href={routes.tag(entity.tag)}
          prefetch={false}
          className={`inline-block max-w-full ${linkLook}`}
        >
          {children}
        </Link>
      );
    case 'mention':
      return (
        <Link href={routes.profile(entity.handle)} prefetch={false} className={linkLook}>
          {children}
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
