import { expect } from 'vitest';

import { createWorld, examine, screens, type World } from './_axe.ts';
import { startTimeoutMs, test } from './_browser.ts';

let world: World;

test.beforeAll(async ({ site }) => {
  world = await createWorld(site);
}, startTimeoutMs);

test.for(screens)(
  'axe finds nothing serious on what a member sees, and nothing is lost at 320 px or 200 % ($language)',
  async (screen, { site }) => {
    const { reader, author, postId } = world;
    // Pages speak the language of the account.
    await reader.api.member.profile.update.mutate({ language: screen.language });
    const page = await site.openAs(reader, '/', screen);
    const problems = await examine(
      page,
      [
        '/',
        '/recent',
        '/popular',
        '/discussed',
        '/me',
        '/bookmarks',
        '/drafts',
        `/@${reader.handle}/likes`,
        `/p/${postId}`,
        `/@${author.handle}`,
        `/@${reader.handle}`,
        `/@${reader.handle}/replies`,
        `/@${reader.handle}/media`,
        `/@${author.handle}/followers`,
        '/search',
        '/search?q=read',
        '/search?q=read&type=comments',
        `/search?q=${author.handle}&type=people`,
        '/search?q=snow&type=tags',
        '/search?q=nowhere-to-be-found',
        '/discover',
        '/connections',
        '/connections/following',
        '/connections/requests',
        '/activity',
        '/activity?type=post.liked',
        '/activity/following',
        '/notifications',
        '/settings/profile',
        '/settings/account',
        '/settings/privacy',
        '/settings/sessions',
        '/settings/notifications',
        '/settings/appearance',
        '/admin/members',
        '/admin/reports',
        '/admin/log',
        '/admin/dead-letters',
      ],
      'link',
    );
    expect(problems.join('\n')).toBe('');
  },
);
