import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import {
  type Language,
  readMessages,
  type Site,
  startSite,
  startTimeoutMs,
  isAsWideAsTheScreen,
} from './_browser.ts';
import { passUntilSeen, rowOf } from './_place.ts';

let site: Site;

beforeAll(async () => {
  site = await startSite();
}, startTimeoutMs);
afterAll(() => site[Symbol.asyncDispose]());

test.each<{ language: Language; viewport: { width: number; height: number } }>([
  { language: 'en', viewport: { width: 1440, height: 900 } },
  { language: 'ko', viewport: { width: 320, height: 640 } },
])(
  'a popular post says why, is bookmarked and found again, and its tag leads to others; a visitor reads along ($language)',
  async ({ language, viewport }) => {
    const say = await readMessages(language);
    const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
    const tag = language === 'ko' ? '첫눈' : 'snow';
    const write = (text: string) =>
      ann.api.content.post.create.mutate({ text, idempotencyKey: randomUUID() });
    const { id } = await write(`It snows in ${language} #${tag}`);
    await write(`Still falling ${language} #${tag}`);
    await bob.api.content.post.like.mutate({ id });
    await bob.api.member.profile.update.mutate({ language });
    await site.network.rank();

    const page = await site.openAs(bob, '/popular', { language, viewport });
    const main = page.getByRole('main');
    const card = main.getByRole('article').filter({ hasText: `It snows in ${language}` });
    await card.getByText(new RegExp(`^${say('feed', 'why')} · `)).waitFor();
    await card.getByRole('button', { name: say('post', 'bookmark') }).click();
    await expect
      .poll(async () => (await bob.api.timeline.feed.bookmarked.query({})).items.length)
      .toBe(1);

    await page.goto('/bookmarks');
    await card.waitFor();
    await card.getByRole('link', { name: `#${tag}` }).click();
    await page.waitForURL(`**/tag/${encodeURIComponent(tag)}`);
    await main.getByRole('heading', { name: `#${tag}` }).waitFor();
    await expect.poll(() => main.getByRole('article').count()).toBe(2);
    expect(await isAsWideAsTheScreen(page)).toBe(true);

    // What somebody likes is theirs alone.
    await page.goto(`/@${bob.handle}/likes`);
    await card.waitFor();
    await page.goto(`/@${ann.handle}/likes`);
    await main.getByText(say('shell', 'notFoundText')).waitFor();

    // What a member has written has tabs, reached by keyboard; above them nothing moves.
    const { id: commentId } = await bob.api.content.comment.create.mutate({
      postId: id,
      text: `Bob sees it too ${language}`,
      idempotencyKey: randomUUID(),
    });
    await page.goto(`/@${bob.handle}`);
    const tabs = main.getByRole('navigation', { name: say('profile', 'tabs') });
    const tab = (name: string) => tabs.getByRole('link', { name: say('profile', name) });
    await tab('likes').waitFor();
    await main.getByText(say('profile', 'emptyOwnTitle')).waitFor();
    const topOfTabs = async () => (await tabs.boundingBox())?.y;
    const top = await topOfTabs();
    const comment = main
      .getByRole('article')
      .filter({ hasText: `Bob sees it too ${language}` })
      .filter({ hasText: `It snows in ${language}` });
    await tab('comments').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/@${bob.handle}/replies`);
    await comment.waitFor();
    expect(await tab('comments').getAttribute('aria-current')).toBe('page');
    expect(await topOfTabs()).toBe(top);
    await tab('likes').click();
    await page.waitForURL(`**/@${bob.handle}/likes`);
    await card.waitFor();
    expect(await topOfTabs()).toBe(top);
    expect(await isAsWideAsTheScreen(page)).toBe(true);

    // Before any script has run.
    const visitor = await site.open({ language, viewport, javaScriptEnabled: false });
    for (const path of ['/', '/popular', `/tag/${tag}`]) {
      await visitor.goto(path);
      await visitor
        .getByRole('article')
        .filter({ hasText: `It snows in ${language}` })
        .waitFor();
      expect(await isAsWideAsTheScreen(visitor)).toBe(true);
    }
    // A visitor's home is what is popular, at either address; and one button stands out.
    for (const path of ['/', '/popular']) {
      await visitor.goto(path);
      const tabs = visitor.getByRole('navigation', { name: say('feed', 'tabs') });
      await tabs.locator('[aria-current=page]', { hasText: say('feed', 'popular') }).waitFor();
      const signUps = visitor.locator('a.bg-accent[href="/signup"]').filter({ visible: true });
      expect(await signUps.count()).toBe(path === '/' || viewport.width > 1000 ? 1 : 0);
    }
    await visitor.goto(`/@${bob.handle}/replies`);
    const theirs = visitor.getByRole('main');
    await theirs
      .getByRole('article')
      .filter({ hasText: `Bob sees it too ${language}` })
      .waitFor();
    await theirs.getByRole('link', { name: `It snows in ${language}` }).click();
    await visitor.waitForURL(`**/p/${id}`);
    await bob.api.content.comment.delete.mutate({ id: commentId });
    await visitor.goto(`/@${bob.handle}/replies`);
    await theirs.getByText(say('profile', 'commentsEmptyTitle')).waitFor();
  },
);

test.each(['/recent', '/tag/frischling'])(
  'what is newer than %s shows is told of, and comes when it is asked for',
  async (path) => {
    const say = await readMessages('en');
    const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
    const write = (text: string) =>
      ann.api.content.post.create.mutate({ text, idempotencyKey: randomUUID() });
    const name = randomUUID();
    await write(`the first ${name} #frischling`);
    const page = await site.openAs(bob, '/drafts');
    await page.clock.install();
    await page.goto(path);
    const posts = page.getByRole('main').getByRole('article');
    await posts.filter({ hasText: `the first ${name}` }).waitFor();
    await write(`the second ${name} #frischling`);
    const pill = page.getByRole('button', { name: say('feed', 'freshPosts') });
    await passUntilSeen(page, pill);
    expect(await posts.filter({ hasText: `the second ${name}` }).count()).toBe(0);
    await pill.click();
    await posts.filter({ hasText: `the second ${name}` }).waitFor();
    await pill.waitFor({ state: 'detached' });
  },
);

test('a post that stays in view for a second is counted, a visitor’s and a member’s', async () => {
  const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
  const { id } = await ann.api.content.post.create.mutate({
    text: 'seen by two',
    idempotencyKey: randomUUID(),
  });
  const [visitor, member] = await Promise.all([site.open(), site.openAs(bob, '/recent')]);
  await Promise.all([visitor.goto(`/p/${id}`), member.goto(`/p/${id}`)]);
  const look = async () => {
    const stats = await ann.api.timeline.stats.post.query({ id });
    // What stores are too busy for is not counted; who looks again is, and nobody twice.
    if (stats.viewCount < 2) await Promise.all([visitor.reload(), member.reload()]);
    return stats;
  };
  await expect.poll(look, { timeout: 45_000, interval: 6000 }).toMatchObject({ viewCount: 2 });
});

test.each<{ language: Language; viewport: { width: number; height: number } }>([
  { language: 'en', viewport: { width: 1280, height: 900 } },
  { language: 'ko', viewport: { width: 320, height: 640 } },
])(
  'a member reads their feed in another order, which stays in the address ($language)',
  async ({ language, viewport }) => {
    const say = await readMessages(language);
    const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
    await bob.api.member.follow.follow.mutate({ memberId: ann.memberId });
    await bob.api.member.profile.update.mutate({ language });
    const write = (text: string) =>
      ann.api.content.post.create.mutate({ text, idempotencyKey: randomUUID() });
    const { id: postId } = await write('Much discussed');
    await write('Just written');
    const key = randomUUID();
    await bob.api.content.comment.create.mutate({ postId, text: 'Oh?', idempotencyKey: key });

    const page = await site.openAs(bob, '/', { language, viewport });
    const articles = page.getByRole('main').getByRole('article');
    await articles.filter({ hasText: 'Just written' }).waitFor();
    expect(await articles.allInnerTexts()).toEqual([
      expect.stringMatching(/Just written/),
      expect.stringMatching(/Much discussed/),
    ]);

    const sorts = page.getByRole('navigation', { name: say('feed', 'sorts') });
    await sorts.getByRole('link', { name: say('feed', 'sort_mostCommented') }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('/?sort=mostCommented');
    await page.getByText(say('feed', 'sorted_mostCommented')).waitFor();
    await expect
      .poll(() => articles.allInnerTexts())
      .toEqual([expect.stringMatching(/Much discussed/)]);

    await sorts.getByRole('link', { name: say('feed', 'sort_topSinceLastVisit') }).click();
    await page.waitForURL('/?sort=topSinceLastVisit');
    // In the reader's zone, although the page was written before the server knew it.
    const { since } = await bob.api.timeline.feed.following.query({ sort: 'topSinceLastVisit' });
    await page.getByText(momentIn(language, since ?? '')).waitFor();
    await page.reload();
    await articles.first().waitFor();
    await expect
      .poll(() => articles.allInnerTexts(), { timeout: 30_000 })
      .toEqual([expect.stringMatching(/Much discussed/), expect.stringMatching(/Just written/)]);
    expect(await isAsWideAsTheScreen(page)).toBe(true);
    await page.goBack();
    await expect
      .poll(() => articles.allInnerTexts())
      .toEqual([expect.stringMatching(/Much discussed/)]);
  },
);

/** How a moment is written in Seoul, give or take the minute that may have passed. */
function momentIn(language: Language, time: string): RegExp {
  const format = new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Asia/Seoul',
  });
  const texts = [0, 60_000].map((ago) => format.format(new Date(time).getTime() - ago));
  // Node and browsers write other spaces.
  return new RegExp(texts.join('|').replaceAll(/\s/g, '\\s').replaceAll('.', '\\.'));
}

test('on another device a member goes on where they left off, when they ask for it and not before', async () => {
  const say = await readMessages('en');
  const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
  await bob.api.member.follow.follow.mutate({ memberId: ann.memberId });
  for (let number = 1; number <= 26; number += 1) {
    await ann.api.content.post.create.mutate({
      text: `Entry ${number}.`,
      idempotencyKey: randomUUID(),
    });
  }
  const openHome = async (viewport: { width: number; height: number }) => {
    const page = await site.openAs(bob, '/', { viewport });
    await page.getByText('Entry 26.', { exact: true }).waitFor();
    return page;
  };
  const goOn = say('feed', 'continue');

  const phone = await openHome({ width: 390, height: 844 });
  // The second page comes when the end of the first is near.
  await expect
    .poll(async () => {
      await phone.mouse.wheel(0, 2000);
      return phone.getByText('Entry 2.', { exact: true }).count();
    })
    .toBe(1);
  const marked = await vi.waitFor(async () => {
    // Again and again: the list may have grown meanwhile.
    await phone.evaluate(`{
      const row = [...document.querySelectorAll('article p')].find((p) => p.textContent === 'Entry 5.');
      scrollBy({ top: row.getBoundingClientRect().y - ${belowHeads}, behavior: 'instant' });
    }`);
    const { postId } = await bob.api.timeline.marker.get.query();
    const post = await bob.api.timeline.post.byId.query({ id: postId ?? '' });
    expect(post.text).toMatch(/^Entry [56]\.$/);
    return post;
  }, waiting);
  expect(await phone.getByRole('button', { name: goOn }).count()).toBe(0);

  const desk = await openHome({ width: 1280, height: 900 });
  const pill = desk.getByRole('button', { name: goOn });
  await pill.waitFor();
  expect(await desk.evaluate('window.scrollY')).toBe(0);
  await pill.focus();
  await desk.keyboard.press('Enter');
  const isInView = `(() => {
    const { top, bottom } = document.querySelector('[data-item="${marked.id}"]')
      ?.getBoundingClientRect() ?? { top: -1, bottom: 0 };
    return top >= 0 && bottom <= window.innerHeight;
  })()`;
  await expect.poll(() => desk.evaluate(isInView)).toBe(true);
  await expect.poll(() => pill.count()).toBe(0);
});

test.each([
  { way: 'to a post', leave: `row.querySelector('a[href^="/p/"]').click()`, to: '**/p/*' },
  { way: 'off the site', leave: `location.href = '/healthz'`, to: '**/healthz' },
])('who goes $way as soon as they have scrolled has left off there', async ({ leave, to }) => {
  const [ann, bob] = await Promise.all([site.network.signUp('ann'), site.network.signUp('bob')]);
  await bob.api.member.follow.follow.mutate({ memberId: ann.memberId });
  const ids: string[] = [];
  for (let number = 1; number <= 15; number += 1) {
    const post = { text: `Entry ${number}.`, idempotencyKey: randomUUID() };
    ids.push((await ann.api.content.post.create.mutate(post)).id);
  }
  const [, , , , , , , , inView = ''] = ids;
  const page = await site.openAs(bob, '/', { viewport: { width: 390, height: 844 } });
  await rowOf(page, inView).waitFor();
  // At once: nobody has rested there.
  await page.evaluate(`(async () => {
    const row = document.querySelector('[data-item="${inView}"]');
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    window.scrollBy({ top: row.getBoundingClientRect().top - 60, behavior: 'instant' });
    await frame();
    await frame();
    ${leave};
  })()`);
  await page.waitForURL(to);
  await expect.poll(async () => (await bob.api.timeline.marker.get.query()).postId).toBe(inView);
});

const waiting = { timeout: 30_000, interval: 100 };
/** Clear of what stays at the top of the screen. */
const belowHeads = 150;
