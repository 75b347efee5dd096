import { type Network, password, type Someone } from '../network.ts';

/** An access token of a session of its own, without a client that would refresh it. */
export async function tokenOf(network: Network, person: Someone): Promise<string> {
  const answer = await fetch(`${network.url}/api/member/auth.logIn`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: person.email, password }),
  });
  const token = answer.headers.get('authorization')?.replace('Bearer ', '');
  if (token === undefined) throw new Error(`log-in was answered ${await answer.text()}`);
  return token;
}
