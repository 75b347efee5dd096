import type { KeyObject } from 'node:crypto';
import type { Readable } from 'node:stream';

import type { KeySource } from '@dailyfeed/auth/access-token';
import type { Identity, Principal } from '@dailyfeed/auth/identity';
import type { ImageTokens } from '@dailyfeed/auth/image-token';
import type { Revocations } from '@dailyfeed/auth/revocations';
import type { SessionGrant } from '@dailyfeed/contract/auth';
import type {
  ActivityExportKind,
  ContentExportKind,
  ExportPage,
  SearchExportKind,
  ImageExportKind,
} from '@dailyfeed/contract/export';
import type { Language } from '@dailyfeed/contract/member';
import type { ProviderId } from '@dailyfeed/contract/provider';
import type { Place } from '@dailyfeed/contract/session';
import type { NewEvent } from '@dailyfeed/events/new-event';
import type { Log } from '@dailyfeed/service-kit/log';
import type { BaseContext } from '@dailyfeed/service-kit/trpc';
import type { Turns } from '@dailyfeed/service-kit/turn';
import type { Redis } from 'ioredis';

import type { Database, Transaction } from './db/client.ts';

/** What this service is given. Its own storage arrives as a handle; what it does not own arrives as a port. */
export type Deps = {
  db: Database;
  redis: Redis;
  log: Log;
  events: Events;
  keys: KeySource & { getSigner(): Promise<Signer> };
  /** What this process refuses; a revocation made here is told to it at once. */
  revocations: Pick<Revocations, 'add'>;
  sessionUses: SessionUses;
  /** Who wants what another is about to get waits without taking a connection. */
  turns: Turns;
  passwords: Passwords;
  logInThrottle: LogInThrottle;
  /** Counts the mails somebody asks for, as the other counts failures. */
  mailThrottle: LogInThrottle;
  /** Counts who is told at sign-up that something is taken. */
  signUpThrottle: LogInThrottle;
  mailer: Mailer;
  /** The ways in, in the order they are offered. */
  providers: readonly AuthenticationProvider[];
  exportSources: ExportSources;
  images: Images;
  /** Opens images of those who are not public, for readers who may see them. */
  imageTokens: Pick<ImageTokens, 'sign'>;
  places: Places;
  settings: Settings;
  now(): Date;
};

export type Settings = {
  accessTokenTtlSeconds: number;
  /** Whom one member follows and has asked to, at most; one page of `follow.ids` holds them. */
  followingMax: number;
  refreshTokenSecret: Buffer;
  keyEncryptionKey: Buffer;
  /** Where the links of mails lead, e.g. `https://dailyfeed.example`. */
  publicOrigin: string;
};

export type Images = {
  /** Makes an image of the member their profile's. Rejects for what is not theirs, and while the service is away. */
  claim(claim: { memberId: string; purpose: 'avatar' | 'cover'; id: string }): Promise<void>;
  /** Takes claims back that came to nothing. Rejects while the image service is away, which sweeps them then. */
  release(claim: { memberId: string; ids: string[] }): Promise<void>;
};

/** Notices that an access token is in use. Never rejects. */
export type SessionUses = {
  note(use: Pick<Principal, 'sessionId' | 'tokenId'>): Promise<void>;
};

/** The key that signs today. */
export type Signer = { kid: string; key: KeyObject };

export type Events = {
  /**
   * Writes the event into the outbox, in the transaction of its fact and behind the lock on its subject's row; `at` says
   * when it happened, where that was not now.
   */
  record(tx: Transaction, event: NewEvent, at?: Date): Promise<void>;
  /** Tells the relay, after the commit, that there is something to send. */
  wake(): void;
};

export type Passwords = {
  /** Throws RATE_LIMITED when too many wait already. */
  hash(password: string): Promise<string>;
  /** Without a `hash` it takes as long, and is false. */
  verify(password: string, hash: string | undefined): Promise<boolean>;
};

export type OutgoingMail = { to: string; subject: string; text: string; html: string };

/** Hands mails over to whoever delivers them; rejects when they do not take one. */
export type Mailer = { send(mail: OutgoingMail): Promise<void> };

/** One way to prove who one is: on our own page, or on that of somebody who is believed. */
export type AuthenticationProvider = { kind: 'password' } | RedirectProvider;
export type RedirectProvider = {
  kind: 'redirect';
  id: ProviderId;
  /** As people know it. */
  name: string;
  /** Whose subjects these are. */
  issuer: string;
  /** Where the person proves who they are. PROVIDER_UNAVAILABLE when it does not answer. */
  begin(request: ProviderRequest): Promise<URL>;
  /**
   * Who it was, from the address the provider sent the browser back to. PROVIDER_CANCELLED, PROVIDER_UNAVAILABLE, or
   * PROVIDER_ANSWER_INVALID for anything that does not prove it.
   */
  complete(answer: URL, request: ProviderRequest): Promise<ProvenIdentity>;
};
export type ProviderRequest = {
  redirectUri: string;
  /** Come back with the browser, in the ID token, and as a hash that only this service can explain. */
  state: string;
  nonce: string;
  codeVerifier: string;
};
/** Who somebody is to a provider, as far as it tells. */
export type ProvenIdentity = {
  subject: string;
  email: string | undefined;
  isEmailVerified: boolean;
  name: string | undefined;
};

/** Knows where an address is, if anybody has told us; never throws. */
export type Places = { find(address: string, language: Language): Place | null };

/** Another service that keeps something of a member's; it answers for the member the identity names. */
export type ExportSource<TKind extends string> = {
  counts(identity: Identity, signal: AbortSignal): Promise<Record<TKind, number>>;
  page(
    identity: Identity,
    args: { kind: TKind; cursor: string | null; signal: AbortSignal },
  ): Promise<ExportPage>;
};
export type ExportSources = {
  content: ExportSource<ContentExportKind>;
  activity: ExportSource<ActivityExportKind>;
  search: ExportSource<SearchExportKind>;
  image: ExportSource<ImageExportKind> & {
    /** The bytes of one, as they come; undefined when it is gone. */
    open(
      identity: Identity,
      args: { id: string; signal: AbortSignal },
    ): Promise<Readable | undefined>;
  };
};

/** Counts failed log-ins by account and by address; each is named by a key. */
export type LogInThrottle = {
  /** Counts the attempt as failed before it is judged; one that has to wait does not count. */
  begin(attempt: LogInAttempt): Promise<CountedAttempt>;
};
export type CountedAttempt = {
  /** How long to wait before another try; 0 when this one may be judged. */
  waitSeconds: number;
  /** The password is right: forgets the account's failures; the address is as before. */
  succeed(): Promise<void>;
  /** Nobody could look at the password. */
  takeBack(): Promise<void>;
};
export type LogInAttempt = { email: string; address: string };

/** A session as it is given out. The refresh token travels only in its cookie. */
export type IssuedSession = SessionGrant & { refreshToken: string; refreshExpiresAt: Date };
export type IssuedTokens = Omit<IssuedSession, 'member' | 'isReactivated'>;

/** What a request brings and takes along of a session, apart from procedures' inputs and outputs. */
export type SessionTransport = {
  readonly refreshToken: string | undefined;
  /** Puts the refresh token into the browser and nothing else anywhere: for an answer that no program reads. */
  keep(issued: Pick<IssuedTokens, 'refreshToken' | 'refreshExpiresAt'>): void;
  /** Puts the tokens where they travel, and gives what may be in the body. */
  grant<T extends IssuedTokens>(issued: T): Omit<T, 'refreshToken' | 'refreshExpiresAt'>;
  /** Takes the cookies away. */
  clear(): void;
};

export type Context = BaseContext & Deps & { session: SessionTransport };
