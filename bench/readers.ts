import type { BenchSite } from './site.ts';
import { handleTurns } from './turns.ts';
import { emailOf, password } from './world/size.ts';

/** The headers with which a member asks, after logging in as anybody does. */
export type Reader = { number: number; headers: Record<string, string> };

/** Logs members in through the gateway, a few at a time. */
export async function logInAll(site: BenchSite, numbers: number[]): Promise<Reader[]> {
  return handleTurns(numbers, 4, async (number) => {
    const answer = await fetch(`${site.url}/api/member/auth.logIn`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: emailOf(number), password }),
    });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`The log-in of member ${number} was answered ${answer.status}`);
    return { number, headers: { authorization: answer.headers.get('authorization') ?? '' } };
  });
}
