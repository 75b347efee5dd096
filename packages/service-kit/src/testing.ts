import type { Running } from './run.ts';

/** Listens on `port` of this machine, or a free one; disposing finishes the requests under way and closes everything. */
export async function listenForTests<TDeps>(
  service: Running & { deps: TDeps },
  port: unknown = 0,
): Promise<{ url: string; deps: TDeps } & AsyncDisposable> {
  const { server, deps, close } = service;
  const url = await server.listen({ host: '127.0.0.1', port: Number(port) });
  return {
    url,
    deps,
    [Symbol.asyncDispose]: async () => {
      await server.close();
      await close();
    },
  };
}
