import Link from 'next/link';
import type { ReactNode } from 'react';

import { routes } from '../../lib/routes.ts';
import { shownAddress, type TextToken, textTokens } from './text-tokens.ts';

/** What a member wrote: line breaks kept, no more than one empty line in a row, addresses and mentions as links, never as HTML. */
export function RichText({ text }: { text: string }): ReactNode {
  return textTokens(text.replaceAll(/\n{3,}/g, '\n\n')).map((token, index) => (
    // Tokens of one text never move, so their place names them.
    <Token key={index} token={token} />
  ));
}

function Token({ token }: { token: TextToken }): ReactNode {
  switch (token.kind) {
    case 'plain':
      return token.text;
    case 'tag':
      // Kept in one piece: a line must not end with a lone "#".
      return <span className="inline-block max-w-full font-medium">{token.text}</span>;
    case 'mention':
      return (
        <Link href={routes.profile(token.handle)} prefetch={false} className={linkLook}>
          {token.text}
        </Link>
      );
    case 'link':
      return (
        <a
          href={token.href}
          rel="nofollow ugc noopener"
          target="_blank"
          title={token.text}
          className={linkLook}
        >
          {shownAddress(token.text)}
        </a>
      );
  }
}

const linkLook = 'text-accent underline-offset-2 hover:underline dark:underline';
