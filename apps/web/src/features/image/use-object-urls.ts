'use client';

import { useEffect, useState } from 'react';

export type ObjectUrls = {
  /** In place of what had the name before; undefined where the page has gone meanwhile. */
  add: (name: string, file: Blob) => string | undefined;
  get: (name: string) => string | undefined;
  rename: (name: string, to: string) => void;
  drop: (name: string) => void;
};

/** Addresses of files that this page holds, by a name each; given back when the page no longer shows them. */
export function useObjectUrls(): ObjectUrls {
  const [urls] = useState(createObjectUrls);
  useEffect(() => urls.begin(), [urls]);
  return urls;
}

/** `begin`: the page is shown; gives what ends that. */
export function createObjectUrls(): ObjectUrls & { begin: () => () => void } {
  const urls = new Map<string, string>();
  let isGone = false;
  function drop(name: string): void {
    const url = urls.get(name);
    if (url === undefined) return;
    urls.delete(name);
    URL.revokeObjectURL(url);
  }
  return {
    begin: () => {
      isGone = false;
      return () => {
        isGone = true;
        for (const name of urls.keys()) drop(name);
      };
    },
    add: (name, file) => {
      drop(name);
      if (isGone) return undefined;
      const url = URL.createObjectURL(file);
      urls.set(name, url);
      return url;
    },
    get: (name) => urls.get(name),
    rename: (name, to) => {
      const url = urls.get(name);
      if (url === undefined) return;
      urls.delete(name);
      urls.set(to, url);
    },
    drop,
  };
}
