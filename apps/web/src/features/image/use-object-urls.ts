'use client';

import { useEffect, useState } from 'react';

/** Addresses of files that this page holds, by a name each; given back when the page no longer shows them. */
export function useObjectUrls(): {
  /** In place of what had the name before. */
  add: (name: string, file: Blob) => string;
  get: (name: string) => string | undefined;
  rename: (name: string, to: string) => void;
  drop: (name: string) => void;
} {
  const [urls] = useState(() => new Map<string, string>());
  useEffect(
    () => () => {
      for (const url of urls.values()) URL.revokeObjectURL(url);
    },
    [urls],
  );
  function drop(name: string): void {
    const url = urls.get(name);
    if (url === undefined) return;
    urls.delete(name);
    URL.revokeObjectURL(url);
  }
  return {
    add: (name, file) => {
      drop(name);
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
