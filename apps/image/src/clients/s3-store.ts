import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  NoSuchKey,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';

import type { ObjectStore, StoredObject } from '../deps.ts';
import type { S3Address } from '../store-address.ts';

export type S3Credentials = { accessKeyId: string; secretAccessKey: string };

const connectTimeoutMs = 2000;
/** Until an answer begins, so that it is also the time to send something. */
const answerTimeoutMs = 10_000;
const attempts = 2;

/**
 * Objects in a bucket. What is sent carries its SHA-256, so that a store which says "kept" has kept that. Without
 * credentials the SDK looks for those of the machine it runs on.
 */
export function createS3Store(
  address: S3Address,
  options: { credentials: S3Credentials | undefined; timeoutMs?: number },
): ObjectStore {
  const { bucket: Bucket, prefix: base } = address;
  const client = new S3Client({
    region: address.region,
    forcePathStyle: address.isPathStyle,
    ...(address.endpoint !== undefined && { endpoint: address.endpoint }),
    ...(options.credentials && { credentials: options.credentials }),
    maxAttempts: attempts,
    requestHandler: {
      connectionTimeout: connectTimeoutMs,
      requestTimeout: options.timeoutMs ?? answerTimeoutMs,
      throwOnRequestTimeout: true,
    },
    // By default the sum would follow what is sent, in a way that not every S3 store understands.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const listKeys = async (prefix: string): Promise<string[]> => {
    const keys: string[] = [];
    const pages = paginateListObjectsV2({ client }, { Bucket, Prefix: base + prefix });
    for await (const { Contents: objects = [] } of pages) {
      for (const { Key: key } of objects) if (key !== undefined) keys.push(key);
    }
    return keys;
  };
  return {
    put: async (key, object) => {
      const bytes = await measure(object.body);
      const send = (): Promise<unknown> =>
        client.send(
          new PutObjectCommand({
            Bucket,
            Key: base + key,
            Body: Buffer.isBuffer(object.body) ? object.body : createReadStream(object.body.path),
            ContentType: object.contentType,
            ContentLength: bytes.count,
            ChecksumSHA256: bytes.sha256,
          }),
        );
      // The SDK sends a body in hand again by itself; a file has been read by then.
      await (Buffer.isBuffer(object.body) ? send() : send().catch(send));
    },
    open: async (key, range) => {
      const Range = range && `bytes=${range.start}-${range.end}`;
      try {
        const object = await client.send(
          new GetObjectCommand({ Bucket, Key: base + key, ...(Range && { Range }) }),
        );
        if (object.Body instanceof Readable) return object.Body;
        throw new Error('an object came without its bytes');
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
    removeAll: async (prefix) => {
      const keys = await listKeys(prefix);
      // A command of its own for each: not every store removes several by one, and an image has ten at most.
      await Promise.all(keys.map((Key) => client.send(new DeleteObjectCommand({ Bucket, Key }))));
    },
    list: async (prefix) => {
      const keys = await listKeys(prefix);
      return keys.map((key) => key.slice(base.length)).toSorted();
    },
    // An object appears whole: there is nothing to sweep.
    sweepDrafts: async () => 0,
    probe: async () => {
      await client.send(new HeadBucketCommand({ Bucket }));
    },
  };
}

async function measure(body: StoredObject['body']): Promise<{ count: number; sha256: string }> {
  const hash = createHash('sha256');
  if (Buffer.isBuffer(body)) {
    return { count: body.length, sha256: hash.update(body).digest('base64') };
  }
  const { size } = await stat(body.path);
  await pipeline(createReadStream(body.path), hash);
  return { count: size, sha256: hash.digest('base64') };
}
