import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { startActivity } from '@dailyfeed/activity/testing';
import { createDailyfeed, type Dailyfeed, type DailyfeedOptions } from '@dailyfeed/client';
import { importContent, startContent } from '@dailyfeed/content/testing';
import { findFreePorts } from '@dailyfeed/dev-infra/port';
import { startGateway } from '@dailyfeed/gateway/testing';
import { startImage, sweep } from '@dailyfeed/image/testing';
import { revokeKey, rotateKeys, setAdmin, startMember } from '@dailyfeed/member/testing';
import { startSearch } from '@dailyfeed/search/testing';
import { newId } from '@dailyfeed/service-kit/id';
import { createLog, type Log } from '@dailyfeed/service-kit/log';
import { startTimeline, takeRankings } from '@dailyfeed/timeline/testing';

import { patientFetch } from './patient-fetch.ts';
import type { StoreUrls } from './stores.ts';
import { startWeb } from './web.ts';

export type NetworkOptions = {
  urls: StoreUrls;
  /** How much one member may write; as in production unless given. */
  postsPerHour?: number;
  /** Of how many followers on an author's posts are merged at read; as in production unless given. */
  fanOutFollowerMax?: number;
  /** Also the pages, as a built Next.js server of its own process. */
  pages?: 'built' | 'none';
  /** Of a CDN for images, which the pages then ask first. */
  imageOrigin?: string;
  /** The clock of every service. */
  now?: () => Date;
  /** Addresses whose `X-Forwarded-For` the gateway believes. */
  trustedProxies?: string;
  /** Further settings of member, which may depend on where the site will be. */
  memberEnv?: (origin: string) => Promise<Partial<Parameters<typeof startMember>[0]>>;
  /** Gets each line that any service logs, down to `trace`; without it they are silent. */
  onLogLine?: (line: string) => void;
};

type Audience = 'member' | 'content' | 'timeline' | 'activity' | 'image' | 'search' | 'gateway';

/** Every service in this process, each on its own port, behind the gateway. */
export type Network = {
  url: string;
  stores: StoreUrls;
  /** Where mails are written, as `.eml` files. */
  mailDir: string;
  /** The object store: the files of every picture. */
  imageDir: string;
  memberUrl: string;
  contentUrl: string;
  timelineUrl: string;
  activityUrl: string;
  imageUrl: string;
  searchUrl: string;
  /** As in the services' environment. */
  memberKeys: string;
  contentKeys: string;
  /** The keys of passports, by whom they are made out to. */
  passportKeys: Record<Audience, string>;
  /** What an operator does to the signing keys. */
  keys: {
    /** Lets the next key sign; throws unless it has been published for long enough. */
    rotate(): Promise<void>;
    /** Withdraws the key that signs. */
    revokeCurrent(): Promise<void>;
  };
  /** A client of someone's own, with its own cookies; unless given another way to ask, it comes back when told to. */
  createClient(options?: Pick<DailyfeedOptions, 'fetch'>): Dailyfeed;
  makeAdmin(person: Pick<Someone, 'handle'>): Promise<void>;
  /** Brings in posts of the past, a second apart and told to nobody unless it is said; gives their ids, the first one first. */
  importPosts(
    author: Pick<Someone, 'memberId'>,
    texts: string[],
    told?: { everyMs: number },
  ): Promise<string[]>;
  /** Fixes the ranks of the popular posts, as is done every minute. */
  rank(): Promise<void>;
  /** Takes pictures that nothing needs out of the object store, as is done every hour. */
  sweepImages(): Promise<void>;
  /** Signs somebody up; the handle is unique within the run. */
  signUp(name: string, client?: Dailyfeed): Promise<Someone>;
} & AsyncDisposable;

export type Someone = Dailyfeed & { memberId: string; handle: string; email: string };

export const password = 'correct horse battery';

export async function startNetwork(options: NetworkOptions): Promise<Network> {
  await using stack = new AsyncDisposableStack();
  const { urls } = options;
  const overridesOf = (service: string): { now?: () => Date; log?: Log } => ({
    ...(options.now && { now: options.now }),
    ...(options.onLogLine && {
      log: createLog(service, { level: 'trace', destination: { write: options.onLogLine } }),
    }),
  });
  const passportKeys = {
    member: createKeys(),
    content: createKeys(),
    timeline: createKeys(),
    activity: createKeys(),
    image: createKeys(),
    search: createKeys(),
    gateway: createKeys(),
  };
  const keysOf = (name: Audience): string => passportKeys[name];
  const [port = 0, webPort = 0, contentPort = 0, activityPort = 0, imagePort = 0, searchPort = 0] =
    await findFreePorts(Array.from({ length: 6 }, () => undefined));
  const imageTokenKeys = createKeys();
  const origin = `http://127.0.0.1:${port}`;
  const mailDir = stack.adopt(await mkdtemp(join(tmpdir(), 'dailyfeed-mail-')), (folder) =>
    rm(folder, { recursive: true }),
  );
  const EVENT_TOPIC = `system-${randomBytes(4).toString('hex')}`;
  const { KAFKA_BROKERS, REDIS_URL, REDIS_CACHE_URL, MONGODB_URL } = urls;

  const member = stack.use(
    await startMember(
      {
        MEMBER_DATABASE_URL: urls.MEMBER_DATABASE_URL,
        REDIS_URL,
        KAFKA_BROKERS,
        EVENT_TOPIC,
        PASSPORT_KEYS: keysOf('member'),
        // They start after it, since they ask it from the first moment on.
        CONTENT_URL: `http://127.0.0.1:${contentPort}`,
        ACTIVITY_URL: `http://127.0.0.1:${activityPort}`,
        PASSPORT_KEYS_CONTENT: keysOf('content'),
        PASSPORT_KEYS_ACTIVITY: keysOf('activity'),
        SEARCH_URL: `http://127.0.0.1:${searchPort}`,
        PASSPORT_KEYS_SEARCH: keysOf('search'),
        IMAGE_URL: `http://127.0.0.1:${imagePort}`,
        PASSPORT_KEYS_IMAGE: keysOf('image'),
        IMAGE_TOKEN_KEYS: imageTokenKeys,
        KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64url'),
        REFRESH_TOKEN_SECRET: randomBytes(32).toString('base64url'),
        PUBLIC_ORIGINS: origin,
        MAIL_DIR: mailDir,
        ...(await options.memberEnv?.(origin)),
      },
      overridesOf('member'),
    ),
  );
  const behindMember = {
    MEMBER_URL: member.url,
    PASSPORT_KEYS_MEMBER: keysOf('member'),
    KAFKA_BROKERS,
    EVENT_TOPIC,
    REDIS_URL,
  };
  const content = stack.use(
    await startContent(
      {
        ...behindMember,
        PORT: contentPort,
        CONTENT_DATABASE_URL: urls.CONTENT_DATABASE_URL,
        MONGODB_URL: urls.MONGODB_URL,
        PASSPORT_KEYS: keysOf('content'),
        // It starts after content, which it asks.
        IMAGE_URL: `http://127.0.0.1:${imagePort}`,
        PASSPORT_KEYS_IMAGE: keysOf('image'),
        ...(options.postsPerHour !== undefined && { POSTS_PER_HOUR: options.postsPerHour }),
      },
      overridesOf('content'),
    ),
  );
  const timeline = stack.use(
    await startTimeline(
      {
        ...behindMember,
        CONTENT_READ_URL: urls.CONTENT_READ_URL,
        REDIS_CACHE_URL,
        MONGODB_URL,
        PASSPORT_KEYS: keysOf('timeline'),
        IMAGE_TOKEN_KEYS: imageTokenKeys,
        ...(options.fanOutFollowerMax !== undefined && {
          FANOUT_FOLLOWER_MAX: String(options.fanOutFollowerMax),
        }),
      },
      overridesOf('timeline'),
    ),
  );
  const activity = stack.use(
    await startActivity(
      {
        ...behindMember,
        PORT: activityPort,
        MONGODB_URL,
        PASSPORT_KEYS: keysOf('activity'),
        CONTENT_URL: content.url,
        PASSPORT_KEYS_CONTENT: keysOf('content'),
      },
      overridesOf('activity'),
    ),
  );
  const imageDir = stack.adopt(await mkdtemp(join(tmpdir(), 'dailyfeed-images-')), (folder) =>
    rm(folder, { recursive: true }),
  );
  const image = stack.use(
    await startImage(
      {
        ...behindMember,
        PORT: imagePort,
        IMAGE_DATABASE_URL: urls.IMAGE_DATABASE_URL,
        IMAGE_STORE_URL: pathToFileURL(imageDir).href,
        IMAGE_TOKEN_KEYS: imageTokenKeys,
        MONGODB_URL,
        PASSPORT_KEYS: keysOf('image'),
        CONTENT_URL: content.url,
        PASSPORT_KEYS_CONTENT: keysOf('content'),
      },
      overridesOf('image'),
    ),
  );
  const search = stack.use(
    await startSearch(
      {
        ...behindMember,
        PORT: searchPort,
        SEARCH_DATABASE_URL: urls.SEARCH_DATABASE_URL,
        REDIS_CACHE_URL,
        MONGODB_URL,
        PASSPORT_KEYS: keysOf('search'),
        CONTENT_URL: content.url,
        TIMELINE_URL: timeline.url,
        PASSPORT_KEYS_CONTENT: keysOf('content'),
        PASSPORT_KEYS_TIMELINE: keysOf('timeline'),
        // How long a statement takes is for the benchmark to say: this machine does other things.
        QUERY_TIMEOUT_MS: 5000,
      },
      overridesOf('search'),
    ),
  );
  const gateway = stack.use(
    await startGateway(
      {
        PORT: port,
        MEMBER_URL: member.url,
        CONTENT_URL: content.url,
        TIMELINE_URL: timeline.url,
        ACTIVITY_URL: activity.url,
        IMAGE_URL: image.url,
        SEARCH_URL: search.url,
        WEB_URL: `http://127.0.0.1:${webPort}`,
        REDIS_URL,
        TRUSTED_PROXIES: options.trustedProxies ?? '',
        PASSPORT_KEYS: keysOf('gateway'),
        PASSPORT_KEYS_MEMBER: keysOf('member'),
        PASSPORT_KEYS_CONTENT: keysOf('content'),
        PASSPORT_KEYS_TIMELINE: keysOf('timeline'),
        PASSPORT_KEYS_ACTIVITY: keysOf('activity'),
        PASSPORT_KEYS_IMAGE: keysOf('image'),
        PASSPORT_KEYS_SEARCH: keysOf('search'),
      },
      overridesOf('gateway'),
    ),
  );
  if (options.pages === 'built') {
    stack.use(
      await startWeb({
        port: webPort,
        gatewayPrivateUrl: gateway.privateUrl,
        gatewayKeys: keysOf('gateway'),
        publicOrigin: origin,
        imageOrigin: options.imageOrigin,
      }),
    );
  }

  const createClient: Network['createClient'] = (given) =>
    createDailyfeed({ fetch: patientFetch, ...given, baseUrl: origin });
  const resources = stack.move();
  return {
    url: origin,
    stores: urls,
    memberUrl: member.url,
    mailDir,
    imageDir,
    contentUrl: content.url,
    timelineUrl: timeline.url,
    activityUrl: activity.url,
    imageUrl: image.url,
    searchUrl: search.url,
    memberKeys: keysOf('member'),
    contentKeys: keysOf('content'),
    passportKeys,
    keys: {
      rotate: async () => {
        const steps = await rotateKeys(member.deps, { when: 'now' });
        if (!steps.some((step) => step.kind === 'promote')) throw new Error('too early');
      },
      revokeCurrent: async () => {
        const { kid } = await member.deps.keys.getSigner();
        await revokeKey(member.deps, kid);
      },
    },
    createClient,
    makeAdmin: async ({ handle }) => {
      await setAdmin(member.deps, handle, 'grant');
    },
    importPosts: async ({ memberId: authorId }, texts, told) => {
      const everyMs = told?.everyMs ?? 1000;
      const start = Date.now() - texts.length * everyMs - 60_000;
      const posts = texts.map((text, index) => {
        const at = start + index * everyMs;
        return { id: newId(new Date(at)), authorId, text, createdAt: new Date(at).toISOString() };
      });
      const toldSince = told && new Date(start).toISOString();
      await importContent(content.deps, { posts, comments: [], likes: [], toldSince });
      return posts.map(({ id }) => id);
    },
    rank: async () => {
      await takeRankings(timeline.deps, new AbortController().signal);
    },
    sweepImages: async () => {
      await sweep(image.deps);
    },
    signUp: async (name, client = createClient()) => {
      const handle = `${name}_${randomBytes(4).toString('hex')}`;
      const email = `${handle}@example.com`;
      const me = await client.session.signUp({ email, password, handle, displayName: name });
      return Object.assign(client, { memberId: me.id, handle, email });
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

function createKeys(): string {
  return `test:${randomBytes(32).toString('base64url')}`;
}
