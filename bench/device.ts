import { type Network, password } from '@dailyfeed/tests/network';

/** A session as a browser holds it, without the client: one request is one request. */
export type Device = {
  refresh(): Promise<void>;
  /** The status of the answer to a GET. */
  ask(address: string): Promise<number>;
  openStream(): Promise<{ ended: Promise<void> }>;
  logOut(): Promise<void>;
};

export async function logIn(network: Network, email: string): Promise<Response> {
  return post(`${network.url}/api/member/auth.logIn`, {
    body: JSON.stringify({ email, password }),
  });
}

export async function createDevice(network: Network, email: string): Promise<Device> {
  let { authorization, cookie } = readTokens(await logIn(network, email));
  return {
    refresh: async () => {
      const headers = { origin: network.url, cookie };
      const answer = await post(`${network.url}/api/token/refresh`, { headers });
      ({ authorization, cookie } = readTokens(answer));
    },
    ask: async (address) => {
      const answer = await fetch(address, { headers: { authorization } });
      await answer.arrayBuffer();
      return answer.status;
    },
    openStream: async () => {
      const address = `${network.url}/api/activity/stream.member`;
      const answer = await fetch(address, {
        headers: { authorization, accept: 'text/event-stream' },
      });
      if (!answer.ok) throw new Error(`The stream was answered ${answer.status}`);
      // Cut off rather than ended, maybe; over in any case.
      const over = (): void => undefined;
      return { ended: answer.text().then(over, over) };
    },
    logOut: async () => {
      await post(`${network.url}/api/member/auth.logOut`, { headers: { authorization } });
    },
  };
}

async function post(
  address: string,
  given: { headers?: Record<string, string>; body?: string },
): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...given.headers };
  const answer = await fetch(address, { method: 'POST', body: '{}', ...given, headers });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`${address} was answered ${answer.status}`);
  return answer;
}

function readTokens(answer: Response): { authorization: string; cookie: string } {
  const cookies = answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
  return {
    authorization: answer.headers.get('authorization') ?? '',
    cookie: cookies.find((line) => line.startsWith('refresh=')) ?? '',
  };
}
