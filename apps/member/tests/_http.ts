/** One answer, with what tests look at. */
export type Answer = {
  status: number;
  headers: Headers;
  text: string;
  /** What the procedure gave; undefined when it failed. */
  data: unknown;
  appCode: string | undefined;
  fields: Record<string, string> | null | undefined;
  cookies: Map<string, { value: string; attributes: string[] }>;
};

type Request = { headers?: Record<string, string> } & (
  | { procedure: string; input?: unknown }
  | { path: string; method?: string; body?: string | FormData }
);

/** Sends one request as it is, without a client that knows better. A procedure is called by POST. */
export async function send(url: string, request: Request): Promise<Answer> {
  const response =
    'procedure' in request
      ? await fetch(`${url}/trpc/${request.procedure}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...request.headers },
          ...(request.input === undefined ? {} : { body: JSON.stringify(request.input) }),
        })
      : await fetch(url + request.path, {
          method: request.method ?? 'GET',
          headers: request.headers ?? {},
          redirect: 'manual',
          ...(request.body === undefined ? {} : { body: request.body }),
        });
  const text = await response.text();
  const body = parse(text) as {
    result?: { data: unknown };
    error?: { data: { appCode: string; fields: Record<string, string> | null } };
  }; // tRPC's two shapes
  return {
    status: response.status,
    headers: response.headers,
    text,
    data: body.result?.data ?? body,
    appCode: body.error?.data.appCode,
    fields: body.error?.data.fields,
    cookies: new Map(response.headers.getSetCookie().map(parseCookie)),
  };
}

/** Which way out an answer shows: one of the two headers, or none. */
export function authHeaderOf(answer: Answer): string | undefined {
  const names = ['x-token-refresh-needed', 'x-relogin-required'];
  return names.filter((name) => answer.headers.get(name) === 'true').join() || undefined;
}

function parse(text: string): object {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

function parseCookie(line: string): [string, { value: string; attributes: string[] }] {
  const [pair = '', ...attributes] = line.split('; ');
  const [name = '', value = ''] = pair.split('=');
  return [name, { value, attributes: attributes.toSorted() }];
}
