import { until } from '../until.ts';
import type { Procedure } from './procedures.ts';

/** An answer, as whoever attacks sees it. */
export type Answer = {
  status: number;
  text: string;
  headers: Headers;
  /** What the procedure gave; undefined when it failed. */
  data: unknown;
  appCode: string | undefined;
  fields: Record<string, string>;
};

export type Call = {
  /** Sent as JSON, unless it is the text of a body already. */
  input?: unknown;
  token?: string | undefined;
  headers?: Record<string, string>;
};

/** A longer input travels in the body: of the head of a request, address included, 16 KB are read. */
const addressMax = 4000;

/** Calls a procedure through the gateway at `origin`, as plain HTTP; who is told to come back does so. */
export function call(origin: string, procedure: Procedure, args: Call = {}): Promise<Answer> {
  return until(
    () => callOnce(origin, procedure, args),
    ({ status, appCode }) => status !== 503 || appCode?.endsWith('_UNAVAILABLE') !== true,
    30_000,
  );
}

async function callOnce(origin: string, procedure: Procedure, args: Call): Promise<Answer> {
  const { service, name, type } = procedure;
  const { input } = args;
  const body = input === undefined ? undefined : toText(input);
  const headers = {
    ...(args.token !== undefined && { authorization: `Bearer ${args.token}` }),
    ...args.headers,
  };
  const address = `${origin}/api/${service}/${name}`;
  if (type === 'mutation' || (body?.length ?? 0) > addressMax) {
    const json = { 'content-type': 'application/json', ...headers };
    return read(await fetch(address, { method: 'POST', headers: json, body: body ?? null }));
  }
  const query = body === undefined ? '' : `?input=${encodeURIComponent(body)}`;
  const response = await fetch(address + query, { headers });
  return response.headers.get('content-type')?.startsWith('text/event-stream')
    ? leave(response)
    : read(response);
}

/** What begins does not end by itself: the first words tell whether it was refused. */
async function leave(response: Response): Promise<Answer> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const isSaid = (): boolean =>
    /^id: /m.test(text) || /^event: serialized-error\n.*\n\n/m.test(text);
  while (reader && !isSaid()) {
    const { value, done } = await reader.read();
    if (done) break;
    text += value;
  }
  await reader?.cancel();
  const refusal = /^event: serialized-error\ndata: (?<error>.*)$/m.exec(text)?.groups?.['error'];
  const error = refusal === undefined ? undefined : Object(parse(refusal));
  const { appCode, fields, httpStatus } = Object(error?.data);
  const { status, headers } = response;
  return {
    status: httpStatus ?? status,
    text,
    headers,
    data: undefined,
    appCode,
    fields: fields ?? {},
  };
}

export async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const { error, result } = parse(text) as {
    error?: { data?: { appCode?: string; fields?: Record<string, string> | null } };
    result?: { data?: unknown };
  }; // tRPC's two shapes
  return {
    status: response.status,
    text,
    headers: response.headers,
    data: result?.data,
    appCode: error?.data?.appCode,
    fields: error?.data?.fields ?? {},
  };
}

function toText(input: unknown): string {
  return typeof input === 'string' ? input : JSON.stringify(input);
}

function parse(text: string): object {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
