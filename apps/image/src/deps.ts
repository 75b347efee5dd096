import type { Readable } from 'node:stream';

import type { ImageTokens } from '@dailyfeed/auth/image-token';
import type { ImageHolders, ImagePurpose } from '@dailyfeed/contract/image';
import type { Log } from '@dailyfeed/service-kit/log';
import type { Database } from '@dailyfeed/service-kit/postgres';
import type { BaseContext } from '@dailyfeed/service-kit/trpc';

import type { Lanes } from './domain/lanes.ts';

/** What this service is given. Its own storage arrives as a handle; what it does not own arrives as a port. */
export type Deps = {
  db: Database;
  store: ObjectStore;
  members: Members;
  holders: Holders;
  /** Undefined where nothing keeps copies. */
  cdn: Cdn | undefined;
  tokens: ImageTokens;
  /** Who converts, and who waits. */
  lanes: Lanes;
  settings: Settings;
  log: Log;
  now(): Date;
};

export type Settings = {
  quotaBytes: number;
  /** Where uploads wait until they are whole. */
  uploadDir: string;
  uploadSilenceMs: number;
  uploadMs: number;
};

/** Both ends are in it. */
export type ByteRange = { start: number; end: number };

/** Bytes by name. What has been put is there, whatever happens next. */
export type ObjectStore = {
  put(key: string, object: StoredObject): Promise<void>;
  /** Undefined where there is no such object. */
  open(key: string, range?: ByteRange): Promise<Readable | undefined>;
  /** Removes everything whose key begins with `prefix`; nothing there is no error. */
  removeAll(prefix: string): Promise<void>;
  /** The keys there are, in order. */
  list(prefix: string): Promise<string[]>;
  /** Removes what was being written since before a moment and will never be whole; gives how many. */
  sweepDrafts(before: Date): Promise<number>;
  /** Rejects while it is away. */
  probe(): Promise<void>;
};
/** A file, or bytes in hand. */
export type StoredObject = { body: Buffer | { path: string }; contentType: string };

export type Standing = 'public' | 'closed' | 'gone';
export type Members = {
  /** Whether a member is there, not disabled, and whether what they show is for everybody. */
  standingOf(memberId: string): Promise<Standing>;
  /** Makes the next question be asked anew. Never rejects. */
  forget(memberId: string): Promise<void>;
};

/** The services whose things have images. */
export type Holders = {
  /** Which of the images something has. Rejects while that cannot be learned. */
  find(purpose: ImagePurpose, ids: string[]): Promise<ImageHolders>;
};

export type Cdn = {
  /** Makes it forget an image. Rejects when it does not say that it has. */
  purge(id: string): Promise<void>;
};

export type Context = BaseContext & Deps;
