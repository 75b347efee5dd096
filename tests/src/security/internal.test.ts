import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';

import { anonymous, type Identity } from '@dailyfeed/auth/identity';
import { mintPassport, PassportKeys } from '@dailyfeed/auth/passport';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type Network, type Someone, startNetwork } from '../network.ts';
import { createStores } from '../stores.ts';
import { read } from './call.ts';
import { tokenOf } from './people.ts';
import { internal, type Procedure } from './procedures.ts';

const stack = new AsyncDisposableStack();
const lines: string[] = [];
let network: Network;
let ann: Someone;
let token: string;

beforeAll(async () => {
  const stores = stack.use(await createStores());
  network = stack.use(
    await startNetwork({ urls: stores.urls, onLogLine: (line) => lines.push(line) }),
  );
  ann = await network.signUp('ann');
  token = await tokenOf(network, ann);
});
afterAll(() => stack.disposeAsync());

test('there are procedures for services only', () => {
  expect(internal.map(({ path }) => path)).toContain('member.profile.summaries');
});

/** Ways to write one address that somebody on the way might read as another. */
const spellings = ({ service, name }: Procedure): string[] => {
  const [first = '', ...rest] = name;
  const encoded = `%${first.charCodeAt(0).toString(16)}${rest.join('')}`;
  const at = `/api/${service}`;
  return [
    `${at}/${name}`,
    `${at}/${name}?batch=1&input=%7B%7D`,
    `${at}/${name}/`,
    `${at}/${name}%00`,
    `${at}/${name}%20`,
    `${at}/${name}.json`,
    `${at}/${name};a=b`,
    `${at}/${name},${name}?batch=1`,
    `${at}/%2C${name}?batch=1`,
    `${at}/x.y%2C${name}?batch=1`,
    `${at}/${encoded}`,
    `${at}/${encodeURIComponent(encoded)}`,
    `${at}/${name.replace('.', '%2e')}`,
    `${at}/${name.replace('.', '/')}`,
    `${at}//${name}`,
    `${at}/./${name}`,
    `${at}/x/../${name}`,
    `${at}/x%2f..%2f${name}`,
    `${at}/..%5c${service}%5c${name}`,
    `${at.toUpperCase()}/${name}`,
    `//api/${service}/${name}`,
    `/./api/${service}/${name}`,
    `/%61pi/${service}/${name}`,
    `/trpc/${name}`,
    `/api/trpc/${name}`,
    `${at}/trpc/${name}`,
    `http://${service}/trpc/${name}`,
  ];
};

test.each(internal)(
  'through the gateway $path does not exist, however it is spelled',
  async (procedure) => {
    for (const path of spellings(procedure)) {
      for (const method of ['GET', 'POST']) {
        const status = await sendRaw(network.url, { path, method, token });
        expect.soft([404, 400, 503], `${method} ${path}`).toContain(status);
      }
    }
    // Whatever else became of the addresses, nobody was asked for the procedure by the gateway.
    expect(servedPaths().filter((path) => operationsIn(path).includes(procedure.name))).toEqual([]);
  },
);

test.each(internal)(
  '$path is refused by its service to whoever is no service',
  async (procedure) => {
    const { service, name, type } = procedure;
    const url = {
      member: network.memberUrl,
      content: network.contentUrl,
      activity: network.activityUrl,
      image: network.imageUrl,
      timeline: network.timelineUrl,
      search: network.searchUrl,
    }[service as 'member']; // as far as there are any
    const member: Identity['member'] = {
      memberId: ann.memberId,
      sessionId: ann.memberId,
      roles: ['ADMIN'],
      amr: ['pwd'],
    };
    const passport = mintPassport(
      { ...anonymous('test'), member },
      {
        audience: service,
        keys: PassportKeys.parse(network.passportKeys[service]),
        now: new Date(),
      },
    );
    for (const headers of [
      {},
      { authorization: `Bearer ${token}` },
      { 'x-passport': passport },
      { 'x-passport': passport, svc: 'timeline', 'x-caller': 'timeline' },
    ]) {
      const answer = await read(
        await fetch(`${url}/trpc/${name}${type === 'query' ? '?input=%7B%7D' : ''}`, {
          method: type === 'query' ? 'GET' : 'POST',
          headers: { 'content-type': 'application/json', ...headers } as Record<string, string>, // one of the above
          ...(type === 'mutation' && { body: '{}' }),
        }),
      );
      expect([answer.status, answer.appCode]).toEqual([403, 'FORBIDDEN']);
    }
  },
);

test('the list of revocations is refused by member, and is not there outside', async () => {
  const direct = await fetch(`${network.memberUrl}/revocations?since=0`);
  expect(direct.status).toBe(403);
  for (const path of ['/revocations?since=0', '/api/member/revocations?since=0']) {
    expect([404, 503]).toContain(await sendRaw(network.url, { path, method: 'GET', token }));
  }
});

/** What the services behind the gateway were asked for, by their logs. */
function servedPaths(): string[] {
  const requests = lines.map((line): { service: string; path?: string; requestId?: string } =>
    JSON.parse(line),
  );
  const known = new Set(
    requests.flatMap(({ service, requestId }) => (service === 'gateway' ? [requestId] : [])),
  );
  expect(known.size).toBeGreaterThan(1);
  return requests.flatMap(({ service, path, requestId }) =>
    service !== 'gateway' && known.has(requestId) ? (path ?? []) : [],
  );
}

function operationsIn(path: string): string[] {
  return path.replace('/trpc/', '').split(',');
}

/** Sends the address as it is, which fetch would tidy up. */
async function sendRaw(
  url: string,
  args: { path: string; method: string; token: string },
): Promise<number> {
  const { hostname, port } = new URL(url);
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${args.token}` };
  const client = request({ hostname, port, path: args.path, method: args.method, headers });
  client.end(args.method === 'POST' ? '{}' : undefined);
  const [answer]: IncomingMessage[] = await once(client, 'response');
  answer?.resume();
  return answer?.statusCode ?? 0;
}
