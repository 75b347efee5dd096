'use client';

import { QueryClientContext } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { usePathname } from 'next/navigation';
import { type ReactNode, startTransition, use, useEffect, useMemo, useState } from 'react';

import type * as apiHost from './api-host.tsx';
import type { ApiHost } from './api-host.tsx';
import { type ApiLoading, ApiLoadingContext } from './api-loading.ts';
import { ApiContext } from './api.ts';
import { type AskForLogIn, AskForLogInContext, useLogInWay } from './log-in-way.ts';
import { isPostPage } from './routes.ts';
import { type Reader, SessionContext, type SessionHint } from './session.tsx';

let loadHost: () => Promise<typeof apiHost>;
// `dynamic`, for its preload: a page that is rendered with the API asks for it in its first lines. The build sees only
// an `import` that stands in here; elsewhere, one more would be one more script.
const ApiLife = dynamic(loadingLife(() => import('./api-host.tsx')));

/**
 * Gives a page its client, its cache and its session. `hint`: what the request's cookies let the server guess.
 * A visitor who reads a post needs none of them: there they are loaded when something asks (`useApiLoading`).
 */
export function ApiProvider(props: { hint: SessionHint; children: ReactNode }): ReactNode {
  const { hint, children } = props;
  const isReading = hint === 'anonymous' && isPostPage(usePathname());
  const [isWanted, setWanted] = useState(!isReading);
  // What was loaded once stays for the pages that follow.
  if (!isReading && !isWanted) setWanted(true);

  const askForLogIn = useLogInWay();
  const host = useHost(isWanted, askForLogIn);
  const loading = useMemo(
    () => ({
      isLoaded: host !== null,
      load: async () => {
        await loadHost();
        startTransition(() => setWanted(true));
      },
    }),
    [host],
  );
  useLogInElsewhere(loading);

  const [reader, setReader] = useState<Reader>({ key: 0, me: undefined, unreadCount: 0 });
  const session = useMemo(
    () => ({ session: host?.session ?? null, hint, reader }),
    [host, hint, reader],
  );
  return (
    <QueryClientContext value={host?.queryClient}>
      <ApiContext value={host?.api ?? null}>
        <ApiLoadingContext value={loading}>
          <AskForLogInContext value={askForLogIn}>
            <SessionContext value={session}>
              {host && <ApiLife host={host} onReader={setReader} />}
              {children}
            </SessionContext>
          </AskForLogInContext>
        </ApiLoadingContext>
      </ApiContext>
    </QueryClientContext>
  );
}

function useHost(isWanted: boolean, askForLogIn: AskForLogIn): ApiHost | null {
  const module = isWanted ? use(loadHost()) : null;
  const [host, setHost] = useState<ApiHost | null>(null);
  if (host || !module) return host;
  const created = hostOf(module, () => askForLogIn('push'));
  setHost(created);
  return created;
}

/** A tab has one: a render that waited is begun anew, and must not ask for a second session. */
let hostOfTab: ApiHost | undefined;
/** That of the latest render: the one before may never have been drawn. */
let requireLogIn: () => void;

function hostOf(module: typeof apiHost, onLogInRequired: () => void): ApiHost {
  if (typeof window === 'undefined') return module.createApiHost({ onLogInRequired });
  requireLogIn = onLogInRequired;
  if (hostOfTab) return hostOfTab;
  hostOfTab = module.createApiHost({ onLogInRequired: () => requireLogIn() });
  // Who reads is found out while the page takes over what the server wrote, not after it (`ApiLife` heeds failures).
  hostOfTab.session.start().catch(() => undefined);
  return hostOfTab;
}

/** Who has logged in in another tab is a member here, too, on coming back. */
function useLogInElsewhere({ isLoaded, load }: ApiLoading): void {
  useEffect(() => {
    if (isLoaded) return;
    const look = (): void => {
      if (/(?:^|;\s*)signed-in=/.test(document.cookie)) load().catch(() => undefined);
    };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [isLoaded, load]);
}

/** Makes `loadHost` of `load`: one promise for all renders, since a render that waited is begun anew and must meet it. */
function loadingLife(load: typeof loadHost): () => Promise<typeof apiHost.ApiLife> {
  let loading: Promise<typeof apiHost> | undefined;
  loadHost = () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
  return () => loadHost().then((module) => module.ApiLife);
}
