import { once } from 'node:events';
import { connect } from 'node:net';

/** What came back over one connection: the status of each answer, and all of its text. */
export type RawAnswer = { statuses: number[]; text: string };

/**
 * Writes bytes to `url` exactly as they are, part after part, and reads until the connection closes or is silent:
 * `firstMs` before anything has come, which a machine that does other things may need, and `quietMs` afterwards.
 */
export async function sendBytes(
  url: string,
  parts: (string | Uint8Array)[],
  { firstMs = 15_000, quietMs = 300 } = {},
): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  // A server that hangs up on nonsense is right to.
  socket.on('error', () => socket.destroy());
  socket.setTimeout(firstMs, () => socket.destroy());
  socket.once('data', () => socket.setTimeout(quietMs));
  await once(socket, 'connect');
  for (const part of parts) socket.write(part);
  await once(socket, 'close');
  const text = Buffer.concat(chunks).toString('latin1');
  const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((match) => Number(match[1]));
  return { statuses, text };
}
