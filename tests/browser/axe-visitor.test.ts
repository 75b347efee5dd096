import { expect } from 'vitest';

import { createWorld, examine, screens, type World } from './_axe.ts';
import { startTimeoutMs, test } from './_browser.ts';

let world: World;

test.beforeAll(async ({ site }) => {
  world = await createWorld(site);
}, startTimeoutMs);

test.for(screens)(
  'axe finds nothing serious on what a visitor sees, and nothing is lost at 320 px or 200 % ($language)',
  async (screen, { site }) => {
    const { author, postId } = world;
    const page = await site.open(screen);
    const problems = await examine(
      page,
      [
        '/',
        `/p/${postId}`,
        `/@${author.handle}`,
        `/@${author.handle}/replies`,
        `/@${author.handle}/media`,
        `/@${author.handle}/followers`,
        `/@${author.handle}/following`,
        '/tag/snow',
        '/search',
        '/search?q=read',
        '/login',
        '/login/complete',
        '/signup',
        '/reset',
        '/reset?token=spent',
        '/verify?token=spent',
        '/nowhere',
      ],
      'load',
    );
    expect(problems.join('\n')).toBe('');
  },
);
