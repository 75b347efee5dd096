import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { anonymous, type Identity } from '@dailyfeed/auth/identity';
import { mintPassport, passportHeader, PassportKeys } from '@dailyfeed/auth/passport';
import type { ImagePurpose, ImageVariant, OwnImage } from '@dailyfeed/contract/image';
import { createTestDatabase } from '@dailyfeed/dev-infra/test-database';
import { newId } from '@dailyfeed/service-kit/id';
import { createPostgresLease } from '@dailyfeed/service-kit/lease';
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client';
import { inject } from 'vitest';

import type { ImageRouter } from '../src/api.ts';
import type { Deps, Holders } from '../src/deps.ts';
import type { ImageEvent } from '../src/events/images.ts';
import { refine, startImage } from '../src/testing.ts';

/** Nothing listens there: what the tests do not name is away. */
export const away = '127.0.0.1:1';

type Env = Parameters<typeof startImage>[0];
export type TestImage = Awaited<ReturnType<typeof startTestImage>>;

/** The real service on its own real database and folder; who is public, and what has images, the test says. */
export async function startTestImage(env: Partial<Env> = {}, overrides: Partial<Deps> = {}) {
  await using stack = new AsyncDisposableStack();
  const database = stack.use(await createTestDatabase('image'));
  const folder = stack.adopt(await mkdtemp(join(tmpdir(), 'dailyfeed-image-test-')), (path) =>
    rm(path, { recursive: true, force: true }),
  );
  const uploadDir = join(folder, 'uploads');
  const storeUrl = pathToFileURL(join(folder, 'store')).href;
  const passportKeys = `test:${randomBytes(32).toString('base64url')}`;
  const closed = new Set<string>();
  const held: Awaited<ReturnType<Holders['find']>> = [];
  const service = stack.use(
    await startImage(
      {
        IMAGE_DATABASE_URL: database.url,
        IMAGE_STORE_URL: storeUrl,
        UPLOAD_DIR: uploadDir,
        IMAGE_TOKEN_KEYS: passportKeys,
        REDIS_URL: inject('stores').redisUrl,
        KAFKA_BROKERS: away,
        MEMBER_URL: `http://${away}`,
        CONTENT_URL: `http://${away}`,
        PASSPORT_KEYS: passportKeys,
        PASSPORT_KEYS_MEMBER: passportKeys,
        PASSPORT_KEYS_CONTENT: passportKeys,
        ...env,
      },
      {
        members: {
          standingOf: async (id) => (closed.has(id) ? 'closed' : 'public'),
          forget: async () => undefined,
        },
        holders: { find: async (_purpose, ids) => held.filter(({ id }) => ids.includes(id)) },
        ...overrides,
      },
    ),
  );
  const keys = PassportKeys.parse(passportKeys);
  const headersOf = (identity: Identity): Record<string, string> => ({
    [passportHeader]: mintPassport(identity, {
      audience: 'image',
      keys,
      now: service.deps.now(),
    }),
  });
  const as = (identity: Identity): TRPCClient<ImageRouter> =>
    createTRPCClient<ImageRouter>({
      links: [httpLink({ url: `${service.url}/trpc`, headers: () => headersOf(identity) })],
    });
  const { db, store } = service.deps;
  const resources = stack.move();
  return {
    url: service.url,
    deps: service.deps,
    /** Members who do not show themselves to everybody. */
    closed,
    /** What content and member say to have. */
    held,
    newMember: (id = newId()) => ({
      id,
      url: service.url,
      api: as(memberIdentity(id)),
      headers: () => headersOf(memberIdentity(id)),
    }),
    db,
    databaseUrl: database.url,
    storeUrl,
    nobody: as(anonymous('test')),
    service: as({ ...anonymous('test'), service: 'content' }),
    view: (image: { id: string; token?: string | null }, how: ViewOptions = {}) =>
      fetch(addressOf(service.url, image, how), { headers: how.headers ?? {} }),
    /** All that is left of anything: rows, objects, files that wait. */
    left: async () => ({
      rows: (await db.query<{ count: number }>('SELECT count(*)::int FROM images')).rows[0]?.count,
      objects: (await store.list('')).length,
      uploads: (await readdir(uploadDir).catch(() => [])).length,
    }),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

export type Member = ReturnType<TestImage['newMember']>;

type ViewOptions = { variant?: string; headers?: Record<string, string> };

function addressOf(url: string, image: { id: string; token?: string | null }, how: ViewOptions) {
  const query = typeof image.token === 'string' ? `?token=${image.token}` : '';
  return `${url}/api/image/${image.id}/${how.variant ?? ('medium' satisfies ImageVariant)}${query}`;
}

function memberIdentity(memberId: string): Identity {
  return {
    ...anonymous('test'),
    member: { memberId, sessionId: newId(), roles: ['MEMBER'], amr: ['pwd'] },
  };
}

export type Sent = { name?: string; type?: string; purpose?: ImagePurpose; field?: string };

/** Sends a file as a browser does. */
export async function send(
  member: Member,
  file: Uint8Array,
  { name = 'photo.jpg', type = 'image/jpeg', purpose = 'post', field = 'image' }: Sent = {},
): Promise<Response> {
  const form = new FormData();
  form.append(field, new Blob([new Uint8Array(file)], { type }), name);
  return fetch(`${member.url}/api/image?purpose=${purpose}`, {
    method: 'POST',
    body: form,
    headers: member.headers(),
  });
}

/** As `send`, for what is taken. */
export async function upload(member: Member, file: Uint8Array, sent: Sent = {}): Promise<OwnImage> {
  const answer = await send(member, file, sent);
  if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`);
  return (await answer.json()) as OwnImage; // what the route's type says
}

/** An uploaded image that a new post has. */
export async function uploadPosted(image: TestImage, member: Member, file: Uint8Array) {
  const own = await upload(member, file);
  const postId = newId();
  await image.service.image.claim.mutate({
    memberId: member.id,
    purpose: 'post',
    ownerId: postId,
    ids: [own.id],
  });
  return { ...own, postId };
}

/** How a request was refused. */
export async function refusalOf(answer: Response): Promise<{ status: number; code: unknown }> {
  const body: unknown = await answer.json();
  return { status: answer.status, code: Object(Object(Object(body)['error'])['data'])['appCode'] };
}

/** The failure of a call, as a caller sees it. */
export async function refusal(call: Promise<unknown>): Promise<unknown> {
  const error: unknown = await call.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  return Object(Object(error)['data'])['appCode'];
}

/** Keeps a job from running by itself: the test does its work. */
export async function holdJob(image: TestImage, name: string): Promise<AsyncDisposable> {
  const [isHeld, isDone] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const lease = createPostgresLease(image.databaseUrl);
  const hold = (): ReturnType<typeof lease<void>> =>
    lease(name, async () => {
      isHeld.resolve();
      await isDone.promise;
    });
  const taken = isHeld.promise.then(() => ({ isHeld: true }));
  let holding = hold();
  // A run that is under way comes to its end first.
  while (!(await Promise.race([taken, holding])).isHeld) holding = hold();
  return {
    [Symbol.asyncDispose]: async () => {
      isDone.resolve();
      await holding;
    },
  };
}

/** Makes at once what the job would make within seconds. */
export async function refineAll(image: TestImage): Promise<void> {
  await refine(image.deps);
}

/** What another service tells, as far as it is read here. */
export function toEvent(type: ImageEvent['type'], data: object, version = 0): ImageEvent {
  const none = { images: [], removedImageIds: [], avatarImageId: null, coverImageId: null };
  const subject = { version };
  return {
    id: newId(),
    type,
    subject,
    data: { ...none, hidden: false, ...data },
  } as unknown as ImageEvent; // the part that is read
}
