import { startStandIn, type StandIn } from './_stand-in.ts';
import type { Browser } from './browser.ts';
import { createCookieJar } from './cookie-jar.ts';
import { createClient, type Dailyfeed } from './dailyfeed.ts';

type TabOptions = { locks?: 'none'; begunRefresh?: () => Promise<Response | undefined> };

/** Tabs of one browser: one cookie jar, and Node's own locks and channels, which are those of the web. */
export type StandInBrowser = {
  standIn: StandIn;
  jar: ReturnType<typeof createCookieJar>;
  tabs: Dailyfeed[];
  /** How often a log-in was asked for. */
  logInsAsked: number;
  openTab(options?: TabOptions): Dailyfeed;
  /** Makes it one in which somebody logged in some time ago. */
  rememberSession(memberId: string): void;
  states(): (string | null)[][];
} & AsyncDisposable;

export async function startStandInBrowser(): Promise<StandInBrowser> {
  const standIn = await startStandIn();
  const jar = createCookieJar();
  const tabs: Dailyfeed[] = [];
  const browser: StandInBrowser = {
    standIn,
    jar,
    tabs,
    logInsAsked: 0,
    openTab: (options = {}) => {
      const tab = createClient(
        {
          onLogInRequired: () => {
            browser.logInsAsked += 1;
          },
          baseUrl: standIn.url,
          fetch: async (address, init) => {
            const headers = new Headers(init?.headers);
            headers.set('cookie', jar.header());
            const answer = await fetch(address, { ...init, headers });
            jar.store(answer.headers.getSetCookie());
            return answer;
          },
          ...(options.begunRefresh && { begunRefresh: options.begunRefresh }),
        },
        {
          cookies: () => jar.header(),
          locks: options.locks === 'none' ? undefined : navigator.locks,
          openChannel: (name) => new BroadcastChannel(name),
        } satisfies Browser,
      );
      tabs.push(tab);
      return tab;
    },
    rememberSession: (memberId) => {
      standIn.sessions.set('kept', memberId);
      jar.store(['refresh=kept', 'signed-in=1']);
    },
    states: () => tabs.map(({ session }) => [session.state, session.memberId]),
    [Symbol.asyncDispose]: async () => {
      for (const tab of tabs) tab.close();
      await standIn[Symbol.asyncDispose]();
    },
  };
  return browser;
}

export function logIn(tab: Dailyfeed, name: string): ReturnType<Dailyfeed['session']['logIn']> {
  return tab.session.logIn({ email: `${name}@example.org`, password: 'password' });
}

export function following(tab: Dailyfeed): Promise<unknown> {
  return tab.api.timeline.feed.following.query({});
}
