import { afterAll, beforeAll, expect, test } from 'vitest';

import { startTestMember, type TestMember } from './_harness.ts';
import { codeOf } from './_outcomes.ts';

let member: TestMember;
beforeAll(async () => {
  member = await startTestMember();
});
afterAll(() => member[Symbol.asyncDispose]());

const holders = (handles: string[]) => member.service.profile.byHandles.query({ handles });

test('handles lead to whoever has them, whatever their case; unknown and disabled members to nobody', async () => {
  const [ann, bob] = [await member.signUp(), await member.signUp()];
  await member.deps.db.member.update({ where: { id: bob.id }, data: { disabledAt: new Date() } });
  const shouted = ann.handle.toUpperCase();
  expect(await holders([shouted, bob.handle, 'nobody_at_all', ann.handle])).toEqual([
    { handle: shouted, memberId: ann.id },
    { handle: ann.handle, memberId: ann.id },
  ]);
});

test('a handle that was lately given up leads to who gave it up', async () => {
  const ann = await member.signUp();
  const handle = `${ann.handle}_x`.slice(-30);
  await member.as(ann).profile.changeHandle.mutate({ handle });
  expect(await holders([ann.handle, handle])).toEqual([
    { handle: ann.handle, memberId: ann.id },
    { handle, memberId: ann.id },
  ]);
});

test('what is no handle, and more than 50 at once, is refused', async () => {
  for (const handles of [['a-b'], [], Array.from({ length: 51 }, () => 'mina')]) {
    await expect(holders(handles).catch(codeOf)).resolves.toBe('INPUT_INVALID');
  }
});

test('only services ask whom a handle means in bulk', async () => {
  const ann = await member.signUp();
  for (const client of [member.as(ann), member.anyone]) {
    const ask = client.profile.byHandles.query({ handles: [ann.handle] }).catch(codeOf);
    await expect(ask).resolves.toBe('FORBIDDEN');
  }
});
