import { fileURLToPath } from 'node:url';

import * as z from 'zod';

/** A bucket, and where in it. Without an endpoint it is Amazon's; a path style puts the bucket behind the host. */
export type S3Address = {
  kind: 's3';
  bucket: string;
  prefix: string;
  endpoint: string | undefined;
  region: string;
  isPathStyle: boolean;
};
export type StoreAddress = { kind: 'folder'; path: string } | S3Address;

const Bucket = z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/);
const Query = z.strictObject({
  endpoint: z.url({ protocol: /^https?$/ }).optional(),
  region: z.string().min(1).default('us-east-1'),
  'path-style': z.enum(['true', 'false']).default('false'),
});

/** `file:///var/lib/images`, or `s3://bucket/prefix?endpoint=https://…&region=…&path-style=true`. */
export const StoreUrl = z.url().transform((text, ctx): StoreAddress => {
  const refuse = (message: string): never => {
    ctx.issues.push({ code: 'custom', message, input: undefined });
    return z.NEVER;
  };
  const url = new URL(text);
  if (url.protocol === 'file:') return { kind: 'folder', path: fileURLToPath(url) };
  if (url.protocol !== 's3:') return refuse('expected file:///… or s3://bucket…');
  // What is logged and listed, an address say, is no place for a secret.
  if (url.username || url.password) return refuse('credentials belong in S3_SECRET_ACCESS_KEY');
  const bucket = Bucket.safeParse(url.hostname);
  if (!bucket.success) return refuse('expected s3://bucket…');
  const query = Query.safeParse(Object.fromEntries(url.searchParams));
  if (!query.success) return refuse(z.prettifyError(query.error));
  const folders = url.pathname.split('/').filter((name) => name !== '');
  return {
    kind: 's3',
    bucket: bucket.data,
    prefix: folders.map((name) => `${name}/`).join(''),
    endpoint: query.data.endpoint,
    region: query.data.region,
    isPathStyle: query.data['path-style'] === 'true',
  };
});
