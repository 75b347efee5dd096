import { AppError } from '@dailyfeed/contract/errors';

import type { ProcedureRoute, Route, Target } from './routes.ts';

/** As many operations in one request as a service takes. */
const maxBatchSize = 20;

/**
 * What the next server on the way may read as another path: dot segments, slashes that are hidden, backslashes,
 * control characters, or an address that begins like that of another host.
 */
const ambiguous = /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)|\\|%(?:2f|5c|[01][0-9a-f]|7f)|^\/\//i;

/** Where one request goes. */
export type Match = {
  route: Route;
  /** The address there, query included. */
  address: string;
  /** Names of the procedures asked for; empty on other routes. */
  procedures: readonly string[];
};

/** Finds the route of a request, by its raw address: what is compared is exactly what is sent on. */
export function matchRoute(
  routes: readonly Route[],
  request: { method: string; url: string },
): { route: Route; path: string; query: string } {
  const { method, url } = request;
  // An absolute address would name another host to whoever gets it next.
  if (!url.startsWith('/')) throw new AppError('INPUT_INVALID');
  const cut = url.indexOf('?');
  const path = cut < 0 ? url : url.slice(0, cut);
  const query = cut < 0 ? '' : url.slice(cut);
  const route = routes.find(
    (each) =>
      (each.methods === 'any' || each.methods.includes(method)) && isOnPath(each.path, path),
  );
  if (!route) throw new AppError('PROCEDURE_NOT_FOUND');
  return { route, path, query };
}

/** Resolves the address at the target; throws for what must not be asked there. */
export function resolve(found: { route: Route; path: string; query: string }): Match {
  const { route, path, query } = found;
  switch (route.kind) {
    case 'absent':
      throw new AppError('PROCEDURE_NOT_FOUND');
    case 'plain':
    case 'pages':
      // Exact paths and names of procedures hold no such thing; of a page, anything may be asked.
      if (ambiguous.test(path)) throw new AppError('INPUT_INVALID');
      return { route, address: path + query, procedures: [] };
    case 'procedures': {
      const procedures = readProcedures(path.slice(route.path.length - 1));
      if (procedures.some((name) => isInternal(route, name)))
        throw new AppError('PROCEDURE_NOT_FOUND');
      if (procedures.length > maxBatchSize) throw new AppError('INPUT_INVALID');
      return { route, address: `/trpc/${procedures.join(',')}${query}`, procedures };
    }
  }
}

/** Whether the token of a request is not looked at; in a batch, only when that holds for every operation. */
export function ignoresToken({ route, procedures }: Match): boolean {
  if (route.kind === 'plain') return route.credentials !== 'token';
  if (route.kind !== 'procedures') return true;
  return procedures.every((name) => route.tokenless.includes(name));
}

export function targetOf({ route }: Match): Target {
  // `resolve` throws for an absent route, so no match carries one.
  if (route.kind === 'absent') throw new AppError('PROCEDURE_NOT_FOUND');
  return route.target;
}

function isOnPath(pattern: string, path: string): boolean {
  if (pattern.endsWith('*')) return path.startsWith(pattern.slice(0, -1));
  if (!pattern.includes(':')) return path === pattern;
  const wanted = pattern.split('/');
  const given = path.split('/');
  return (
    wanted.length === given.length &&
    wanted.every((each, index) =>
      each.startsWith(':') ? given[index] !== '' : each === given[index],
    )
  );
}

/**
 * Names as tRPC will read them. It decodes the path twice, so a name hidden by encoding is decoded here once and must
 * then be plain; the plain form is what is sent on.
 */
function readProcedures(encoded: string): string[] {
  const names = decode(encoded).split(',');
  if (names.some((name) => !/^[A-Za-z0-9_.-]+$/.test(name)))
    throw new AppError('PROCEDURE_NOT_FOUND');
  return names;
}

function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return '';
  }
}

function isInternal(route: ProcedureRoute, name: string): boolean {
  return route.internal.some((pattern) =>
    pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  );
}
