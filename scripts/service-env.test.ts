import { join } from 'node:path';

import { expect, test } from 'vitest';
import * as z from 'zod';

import { root } from './paths.ts';
import { serviceNames, toPublicOrigin, toServiceEnvs } from './service-env.ts';

const key = `k1:${Buffer.alloc(32, 1).toString('base64url')}`;
const secret = Buffer.alloc(32, 2).toString('base64url');
const ports = {
  member: 1,
  content: 2,
  timeline: 3,
  activity: 4,
  image: 5,
  gateway: 6,
  gatewayPrivate: 7,
  web: 8,
  search: 9,
};
const args = {
  urls: {
    MEMBER_DATABASE_URL: 'postgres://member:pw@127.0.0.1:5432/member',
    CONTENT_DATABASE_URL: 'postgres://content:pw@127.0.0.1:5432/content',
    CONTENT_READ_URL: 'postgres://content_reader:pw@127.0.0.1:5432/content',
    IMAGE_DATABASE_URL: 'postgres://image:pw@127.0.0.1:5432/image',
    SEARCH_DATABASE_URL: 'postgres://search:pw@127.0.0.1:5432/search',
    REDIS_URL: 'redis://127.0.0.1:6379',
    REDIS_CACHE_URL: 'redis://127.0.0.1:6379',
    KAFKA_BROKERS: '127.0.0.1:9092',
    MONGODB_URL: 'mongodb://127.0.0.1:27017/activity',
  },
  secrets: {
    keyEncryptionKey: secret,
    refreshTokenSecret: secret,
    imageTokenKeys: key,
    passportKeys: {
      member: key,
      content: key,
      timeline: key,
      activity: key,
      image: key,
      search: key,
      gateway: key,
    },
  },
  ports,
  publicOrigin: toPublicOrigin(ports.gateway),
};
const envs = toServiceEnvs(args);

test.for(serviceNames.filter((name) => name !== 'web'))(
  '%s accepts what npm start gives it, and knows every variable of it',
  async (name) => {
    const Env = await loadEnv(name);
    expect(z.safeParse(Env, envs[name]).error).toBeUndefined();
    expect(Object.keys(Env.shape)).toEqual(expect.arrayContaining(Object.keys(envs[name])));
  },
);

test("a site on HTTP's own port starts: its origins are written as browsers write them", async () => {
  const { member } = toServiceEnvs({ ...args, ports: { ...ports, gateway: 80 } });
  expect(z.safeParse(await loadEnv('member'), member).error).toBeUndefined();
  expect(member['PUBLIC_ORIGINS']).toBe('http://localhost,http://127.0.0.1');
  expect(toPublicOrigin(80)).toBe('http://localhost');
});

test('the ways in, the mail server and the places that a person has set up reach the member service, and nothing else of theirs does', async () => {
  const given = {
    GOOGLE_CLIENT_ID: 'id',
    GOOGLE_CLIENT_SECRET: 'secret',
    AUTH_PROVIDERS: 'google',
    SMTP_URL: 'smtps://user:secret@mail.example',
    MAIL_FROM: 'dailyfeed <hello@dailyfeed.example>',
    GEOIP_DB: '/data/GeoLite2-City.mmdb',
  };
  const { member, web } = toServiceEnvs({ ...args, env: { ...given, AWS_SECRET: 'x' } });
  expect(member).toEqual({ ...envs.member, ...given });
  expect(z.safeParse(await loadEnv('member'), member).error).toBeUndefined();
  expect(web).toEqual(envs.web);
});

test('a bucket that a person has set up holds the pictures, and its key reaches nothing but the image service', async () => {
  const given = {
    IMAGE_STORE_URL: 's3://pictures?endpoint=https://s3.example',
    S3_ACCESS_KEY_ID: 'id',
    S3_SECRET_ACCESS_KEY: 'secret',
  };
  const { image, ...others } = toServiceEnvs({ ...args, env: given });
  expect(image).toEqual({ ...envs.image, ...given });
  expect(z.safeParse(await loadEnv('image'), image).error).toBeUndefined();
  const { image: _, ...same } = envs;
  expect(others).toEqual(same);
});

/** By path: a service's settings are its own, and no other code may import them. */
async function loadEnv(name: string): Promise<z.ZodObject> {
  const module: unknown = await import(join(root, 'apps', name, 'src', 'env.ts'));
  return z.object({ Env: z.instanceof(z.ZodObject) }).parse(module).Env;
}
