'use client';

import type { ActivityPage } from '@dailyfeed/contract/activity';
import { type InfiniteData, useMutation, useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  type ReactNode,
  use,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from 'react';

import { useErrorText } from '../../i18n/use-error-text.ts';
import { useApi, useApiClient } from '../../lib/api.ts';
import { mapItems, replaceIn, whereChanged } from '../../lib/map-items.ts';
import { useSessionActions } from '../../lib/session.tsx';
import { toast } from '../../ui/toaster.tsx';
import { topKeyOf } from '../feed/use-visit.ts';

type Pages = InfiniteData<ActivityPage, string | null>;

/** Hiding is for good, so it is sent when there has been time to think again. */
const undoMs = 10_000;

/** A line that is taken out; `heightPx` it had, for what is below not to move. */
export type HiddenLine = { step: 'undoable' | 'sent'; heightPx: number };

type Hiding = {
  find: (id: string) => HiddenLine | undefined;
  hide: (id: string, heightPx: number) => void;
  undo: (id: string) => void;
};

const HidingContext = createContext<Hiding | null>(null);

/** Outlives the lines of a story, which are drawn while they are near. */
export function HidingProvider({ children }: { children: ReactNode }): ReactNode {
  return <HidingContext value={useLines()}>{children}</HidingContext>;
}

/** Takes lines out of the member's story: at once for the eye, for good after a while, or when the page or the session is left. */
export function useHiding(): Hiding {
  const hiding = use(HidingContext);
  if (!hiding) throw new Error('No HidingProvider above');
  return hiding;
}

function useLines(): Hiding {
  const client = useApiClient();
  const api = useApi();
  const queryClient = useQueryClient();
  const session = useSessionActions();
  const errorText = useErrorText();
  const [lines, setLines] = useState<ReadonlyMap<string, HiddenLine>>(new Map());
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  const stories = api.activity.activity.mine.infiniteQueryFilter();

  const { mutateAsync } = useMutation({
    networkMode: 'always',
    mutationFn: (id: string) => client.activity.activity.hide.mutate({ id }),
    onSuccess: () => {
      // Who is back by then may have been told that the line is new.
      void queryClient.invalidateQueries({ queryKey: topKeyOf(stories.queryKey) });
    },
    onError: (error, id) => {
      show(id);
      toast.error(errorText(error));
      // After the page was left, the line may be gone from what is remembered of it.
      void queryClient.invalidateQueries({ ...stories, refetchType: 'none' });
    },
  });

  function show(id: string): void {
    setLines((before) => new Map([...before].filter(([key]) => key !== id)));
  }
  async function send(id: string): Promise<void> {
    timers.current.delete(id);
    setLines((before) => {
      const line = before.get(id);
      return line ? new Map(before).set(id, { ...line, step: 'sent' }) : before;
    });
    // Why it was refused has been told.
    await mutateAsync(id).catch(() => undefined);
  }
  function wait(id: string): void {
    const timer = setTimeout(() => {
      // Who stands on the way back has not gone on yet.
      if (document.activeElement?.closest(`[data-undo="${CSS.escape(id)}"]`)) wait(id);
      else void send(id);
    }, undoMs);
    timers.current.set(id, timer);
  }

  const sendAll = useEffectEvent(async () => {
    const waiting = [...timers.current];
    for (const [, timer] of waiting) clearTimeout(timer);
    await Promise.all(waiting.map(([id]) => send(id)));
  });
  const leave = useEffectEvent(() => {
    void sendAll();
    if (lines.size === 0) return;
    queryClient.setQueriesData<Pages>(
      stories,
      whereChanged((data: Pages) =>
        mapItems(data, (items) => replaceIn(items, (item) => (lines.has(item.id) ? null : item))),
      ),
    );
  });
  useEffect(() => {
    const look = (): void => {
      if (document.visibilityState === 'hidden') void sendAll();
    };
    document.addEventListener('visibilitychange', look);
    const end = session.beforeLogOut(() => sendAll());
    return () => {
      end();
      document.removeEventListener('visibilitychange', look);
      leave();
    };
  }, [session]);

  return {
    find: (id) => lines.get(id),
    hide: (id, heightPx) => {
      setLines((before) => new Map(before).set(id, { step: 'undoable', heightPx }));
      wait(id);
    },
    undo: (id) => {
      clearTimeout(timers.current.get(id));
      timers.current.delete(id);
      show(id);
    },
  };
}
