import type { ServerResponse } from 'node:http';

/** Event streams under way: they never end by themselves, so a stop ends them, and their readers connect anew. */
export type OpenStreams = {
  add(response: ServerResponse): void;
  endAll(): void;
};

export function createOpenStreams(): OpenStreams {
  const open = new Set<ServerResponse>();
  return {
    add: (response) => {
      open.add(response);
      response.once('close', () => open.delete(response));
      // It may be silent for long; its reader wants to know that it is open.
      response.flushHeaders();
    },
    endAll: () => {
      for (const response of open) response.destroy();
    },
  };
}
