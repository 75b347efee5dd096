import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { StoreUrls } from '@dailyfeed/dev-infra/layout';

import { dataDir } from './paths.ts';
import type { Secrets } from './secrets.ts';

/** Services in the order of their dependence; they may start in any. */
export const serviceNames = [
  'member',
  'content',
  'timeline',
  'activity',
  'image',
  'search',
  'gateway',
  'web',
] as const;
export type ServiceName = (typeof serviceNames)[number];

/** Where each listens. The gateway's second port is the private one. */
export type Ports = Record<ServiceName | 'gatewayPrivate', number>;

export type ServiceEnvArgs = {
  urls: StoreUrls;
  secrets: Secrets;
  ports: Ports;
  /** Where people reach the site. */
  publicOrigin: string;
  /** The person's own, of which some settings are passed on. */
  env?: NodeJS.ProcessEnv;
};

/** What only the person can set up: ways in (at a provider, dailyfeed has to be made known), a mail server, places. */
const passedToMember = [
  'SMTP_URL',
  'MAIL_FROM',
  'AUTH_PROVIDERS',
  'GOOGLE_ISSUER',
  'GOOGLE_CLIENT_ID',
  'GOOGLE_CLIENT_SECRET',
  'OIDC_ISSUER',
  'OIDC_NAME',
  'OIDC_CLIENT_ID',
  'OIDC_CLIENT_SECRET',
  'GEOIP_DB',
];

/** A bucket instead of the folder, and a CDN before it. */
const passedToImage = [
  'IMAGE_STORE_URL',
  'S3_ACCESS_KEY_ID',
  'S3_SECRET_ACCESS_KEY',
  'CDN_PURGE_URL',
];

/** What every service is started with: the one place where services, stores and secrets meet. */
export function toServiceEnvs(args: ServiceEnvArgs): Record<ServiceName, Record<string, string>> {
  const { urls, secrets, ports } = args;
  const keys = secrets.passportKeys;
  const serviceUrl = toServiceUrls(ports);
  const publicOrigins = [
    toOrigin('localhost', ports.gateway),
    toOrigin('127.0.0.1', ports.gateway),
  ];
  const stores = {
    REDIS_URL: urls.REDIS_URL,
    KAFKA_BROKERS: urls.KAFKA_BROKERS,
    MONGODB_URL: urls.MONGODB_URL,
  };
  const toMember = { MEMBER_URL: serviceUrl.member, PASSPORT_KEYS_MEMBER: keys.member };

  return {
    member: {
      PORT: String(ports.member),
      PASSPORT_KEYS: keys.member,
      MEMBER_DATABASE_URL: urls.MEMBER_DATABASE_URL,
      ...stores,
      CONTENT_URL: serviceUrl.content,
      ACTIVITY_URL: serviceUrl.activity,
      PASSPORT_KEYS_CONTENT: keys.content,
      PASSPORT_KEYS_ACTIVITY: keys.activity,
      SEARCH_URL: serviceUrl.search,
      PASSPORT_KEYS_SEARCH: keys.search,
      IMAGE_URL: serviceUrl.image,
      PASSPORT_KEYS_IMAGE: keys.image,
      IMAGE_TOKEN_KEYS: secrets.imageTokenKeys,
      KEY_ENCRYPTION_KEY: secrets.keyEncryptionKey,
      REFRESH_TOKEN_SECRET: secrets.refreshTokenSecret,
      PUBLIC_ORIGINS: publicOrigins.join(','),
      MAIL_DIR: join(dataDir, 'mail'),
      ...pick(args.env ?? {}, passedToMember),
    },
    content: {
      PORT: String(ports.content),
      PASSPORT_KEYS: keys.content,
      IMAGE_URL: serviceUrl.image,
      PASSPORT_KEYS_IMAGE: keys.image,
      CONTENT_DATABASE_URL: urls.CONTENT_DATABASE_URL,
      ...stores,
      ...toMember,
    },
    timeline: {
      PORT: String(ports.timeline),
      PASSPORT_KEYS: keys.timeline,
      IMAGE_TOKEN_KEYS: secrets.imageTokenKeys,
      CONTENT_READ_URL: urls.CONTENT_READ_URL,
      ...stores,
      REDIS_CACHE_URL: urls.REDIS_CACHE_URL,
      ...toMember,
      ...pick(args.env ?? {}, ['CONTENT_REPLICA_URLS']),
    },
    activity: {
      PORT: String(ports.activity),
      PASSPORT_KEYS: keys.activity,
      ...stores,
      ...toMember,
      CONTENT_URL: serviceUrl.content,
      PASSPORT_KEYS_CONTENT: keys.content,
      ...pick(args.env ?? {}, ['SCREENING_LISTS']),
    },
    image: {
      PORT: String(ports.image),
      PASSPORT_KEYS: keys.image,
      IMAGE_DATABASE_URL: urls.IMAGE_DATABASE_URL,
      IMAGE_STORE_URL: pathToFileURL(join(dataDir, 'images')).href,
      UPLOAD_DIR: join(dataDir, 'uploads'),
      IMAGE_TOKEN_KEYS: secrets.imageTokenKeys,
      CONTENT_URL: serviceUrl.content,
      PASSPORT_KEYS_CONTENT: keys.content,
      ...stores,
      ...toMember,
      ...pick(args.env ?? {}, passedToImage),
    },
    search: {
      PORT: String(ports.search),
      PASSPORT_KEYS: keys.search,
      SEARCH_DATABASE_URL: urls.SEARCH_DATABASE_URL,
      CONTENT_URL: serviceUrl.content,
      TIMELINE_URL: serviceUrl.timeline,
      PASSPORT_KEYS_CONTENT: keys.content,
      PASSPORT_KEYS_TIMELINE: keys.timeline,
      ...stores,
      REDIS_CACHE_URL: urls.REDIS_CACHE_URL,
      ...toMember,
    },
    gateway: {
      PORT: String(ports.gateway),
      PRIVATE_PORT: String(ports.gatewayPrivate),
      ...toMember,
      CONTENT_URL: serviceUrl.content,
      TIMELINE_URL: serviceUrl.timeline,
      ACTIVITY_URL: serviceUrl.activity,
      IMAGE_URL: serviceUrl.image,
      SEARCH_URL: serviceUrl.search,
      WEB_URL: serviceUrl.web,
      PASSPORT_KEYS: keys.gateway,
      PASSPORT_KEYS_CONTENT: keys.content,
      PASSPORT_KEYS_TIMELINE: keys.timeline,
      PASSPORT_KEYS_ACTIVITY: keys.activity,
      PASSPORT_KEYS_IMAGE: keys.image,
      PASSPORT_KEYS_SEARCH: keys.search,
      REDIS_URL: urls.REDIS_URL,
    },
    web: {
      PORT: String(ports.web),
      HOSTNAME: '127.0.0.1',
      GATEWAY_PRIVATE_URL: `http://127.0.0.1:${ports.gatewayPrivate}`,
      PASSPORT_KEYS_GATEWAY: keys.gateway,
      PUBLIC_ORIGIN: args.publicOrigin,
      ...pick(args.env ?? {}, ['PUBLIC_IMAGE_URL']),
    },
  };
}

function pick(env: NodeJS.ProcessEnv, names: string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
  );
}

/** The address people use, as a browser writes it: without the port where that is HTTP's own. */
export function toPublicOrigin(port: number): string {
  return toOrigin('localhost', port);
}

function toOrigin(host: string, port: number): string {
  return new URL(`http://${host}:${port}`).origin;
}

/** Where the services reach each other. */
export function toServiceUrls(ports: Ports): Record<ServiceName, string> {
  const toUrl = (name: ServiceName): string => `http://127.0.0.1:${ports[name]}`;
  return {
    member: toUrl('member'),
    content: toUrl('content'),
    timeline: toUrl('timeline'),
    activity: toUrl('activity'),
    image: toUrl('image'),
    search: toUrl('search'),
    gateway: toUrl('gateway'),
    web: toUrl('web'),
  };
}
