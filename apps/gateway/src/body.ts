import type { IncomingMessage } from 'node:http';
import { type Readable, Transform } from 'node:stream';

/** Answered 413, by the status it carries. */
export class BodyTooLargeError extends Error {
  override name = 'BodyTooLargeError';
  readonly statusCode = 413;
}

/**
 * The body of a request as a stream to send on; null when it has none. Throws `tooLarge` when its length is known to be
 * above the limit, and ends with that error when it turns out to be.
 */
export function openBody(
  request: IncomingMessage,
  { limitBytes, tooLarge }: { limitBytes: number; tooLarge: Error },
): Readable | null {
  const { headers, method } = request;
  const lengthBytes = Number(headers['content-length'] ?? 0);
  const hasBody = headers['transfer-encoding'] !== undefined || lengthBytes > 0;
  if (!hasBody || method === 'GET' || method === 'HEAD') return null;
  if (lengthBytes > limitBytes) throw tooLarge;

  // Not the request itself: undici destroys the body of a request that is answered early.
  let seenBytes = 0;
  const body = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      seenBytes += chunk.length;
      if (seenBytes > limitBytes) done(tooLarge);
      else done(null, chunk);
    },
  });
  request.once('error', (error) => body.destroy(error));
  // What nobody wants any more is still read to its end, or the connection could not be used again.
  body.once('close', () => request.resume());
  return request.pipe(body);
}
