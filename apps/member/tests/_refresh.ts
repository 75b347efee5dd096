import type { TestMember } from './_harness.ts';
import { type Answer, authHeaderOf } from './_http.ts';

/** What a refused refresh looks like: the way out is to log in, and the cookies are gone. */
export function refused(appCode: string) {
  return { status: 401, appCode, header: 'x-relogin-required', isCleared: true };
}

export function outcomeOf(answer: Answer) {
  const { status, appCode } = answer;
  const isCleared = ['__Host-refresh', 'signed-in'].every((name) => {
    const cookie = answer.cookies.get(name);
    return cookie?.value === '' && cookie.attributes.includes('Max-Age=0');
  });
  return { status, appCode, header: authHeaderOf(answer), isCleared };
}

export function tokenOf(answer: Answer): string {
  return (answer.data as { accessToken: string }).accessToken; // the contract's TokenGrant
}

/** Asks who one is, by a bearer token. */
export function askMe(member: TestMember, accessToken: string): Promise<Answer> {
  const headers = { authorization: `Bearer ${accessToken}` };
  return member.send({ path: '/trpc/profile.me', headers });
}
