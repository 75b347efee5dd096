import type { Running } from './run.ts';

/** Listens on a free port of this machine; disposing finishes the requests under way and closes everything. */
export async function listenForTests<TDeps>(
  service: Running & { deps: TDeps },
): Promise<{ url: string; deps: TDeps } & AsyncDisposable> {
  const { server, deps, close } = service;
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    deps,
    [Symbol.asyncDispose]: async () => {
      await server.close();
      await close();
    },
  };
}
