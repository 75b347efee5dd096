import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a store that can be cut: `refuse` closes it, `stall` leaves it open but lets nothing through. */
export type Proxy = {
  url: string;
  set(state: 'pass' | 'refuse' | 'stall'): void;
  /** Connections turned away so far. */
  refusals(): number;
} & AsyncDisposable;

/**
 * Stands between a service and the store at `target`, whose address is given back with the proxy's port. `tap` sees
 * what clients send, connection by connection; what it says `swallow` to goes no further.
 */
export async function startProxy(
  target: string,
  tap?: () => (chunk: Buffer) => unknown,
): Promise<Proxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let state: 'pass' | 'refuse' | 'stall' = 'pass';
  let refusals = 0;

  const server = createServer((near) => {
    if (state === 'refuse') {
      refusals += 1;
      near.destroy();
      return;
    }
    const far = connect(Number(port), hostname);
    const see = tap?.();
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk) => {
        const isSwallowed = from === near && see?.(chunk) === 'swallow';
        if (state === 'pass' && !isSwallowed) to.write(chunk);
      });
      from.on('error', () => undefined); // the close that follows is what counts
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(target);
  url.port = String((server.address() as AddressInfo).port); // it listens on TCP

  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    set: (next) => {
      // Bytes swallowed by a stall cannot be put back: those connections end with it.
      if (next === 'refuse' || state === 'stall') cut();
      state = next;
    },
    refusals: () => refusals,
    [Symbol.asyncDispose]: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
