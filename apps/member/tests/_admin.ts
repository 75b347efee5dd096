import { setAdmin } from '../src/domain/role.ts';
import type { Person, TestMember } from './_harness.ts';
import type { Answer } from './_http.ts';

/** Somebody who signs up, is made an admin by the operators' hand, and has a token that says so. */
export async function signUpAdmin(member: TestMember): Promise<Person> {
  const person = await member.signUp();
  await setAdmin(member.deps, person.handle, 'grant');
  const { data, cookies } = await member.refresh(person.refreshToken);
  const { accessToken } = data as { accessToken: string }; // the contract's TokenGrant
  return {
    ...person,
    accessToken,
    refreshToken: cookies.get('__Host-refresh')?.value ?? '',
  };
}

/** Calls by POST, by bearer token, as a client that knows nothing of the gateway. */
export function callAs(
  member: TestMember,
  person: Pick<Person, 'accessToken'>,
  call: { procedure: string; input?: unknown },
): Promise<Answer> {
  return member.send({ ...call, headers: { authorization: `Bearer ${person.accessToken}` } });
}

/** As `callAs`, for procedures that only read. */
export function askAs(
  member: TestMember,
  person: Pick<Person, 'accessToken'>,
  call: { procedure: string; input?: object },
): Promise<Answer> {
  const input = encodeURIComponent(JSON.stringify(call.input ?? {}));
  return member.send({
    path: `/trpc/${call.procedure}?input=${input}`,
    headers: { authorization: `Bearer ${person.accessToken}` },
  });
}
