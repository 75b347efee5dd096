import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What reached the far side. */
export type Seen = {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
};

/** A real HTTP server standing for a service or the pages. It echoes, unless told otherwise. */
export type Upstream = {
  url: string;
  seen: Seen[];
  /** How many requests are being answered right now. */
  open(): number;
  answer: (req: IncomingMessage, res: ServerResponse) => void;
  server: Server;
} & AsyncDisposable;

export async function startUpstream(): Promise<Upstream> {
  const seen: Seen[] = [];
  let open = 0;
  const server = createServer((req, res) => {
    open += 1;
    res.once('close', () => (open -= 1));
    upstream.answer(req, res);
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', listening.resolve);
  await listening.promise;
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a string
  const upstream: Upstream = {
    url: `http://127.0.0.1:${port}`,
    seen,
    open: () => open,
    server,
    // Whoever leaves in the middle of a body is not echoed.
    answer: (req, res) => void echo(req, res, seen).catch(() => undefined),
    [Symbol.asyncDispose]: async () => {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
  return upstream;
}

export async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

async function echo(req: IncomingMessage, res: ServerResponse, seen: Seen[]): Promise<void> {
  const body = await readBody(req);
  seen.push({ method: req.method ?? '', url: req.url ?? '', headers: req.headers, body });
  res.writeHead(200, { 'content-type': 'application/json' });
  res.end(JSON.stringify({ result: { data: 'echo' } }));
}
