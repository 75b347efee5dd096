import { AppError } from '@dailyfeed/contract/errors';
import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { startTestMember, type TestMember } from './_harness.ts';

const owners = new Map<string, string>();
let member: TestMember;
beforeAll(async () => {
  member = await startTestMember(
    {},
    {
      images: {
        claim: async ({ memberId, id }) => {
          if (owners.get(id) !== memberId) throw new AppError('IMAGE_NOT_FOUND');
        },
      },
    },
  );
});
afterAll(() => member[Symbol.asyncDispose]());

test('a profile shows the member’s own images, tells of them and of what they replace', async () => {
  const ann = await member.signUp();
  const api = member.as(ann);
  const [first, second, cover, strange] = [newId(), newId(), newId(), newId()];
  for (const id of [first, second, cover]) owners.set(id, ann.id);
  const me = await api.profile.update.mutate({ avatarImageId: first, coverImageId: cover });
  expect(me).toMatchObject({
    avatarUrl: `/api/image/${first}/thumb`,
    coverUrl: `/api/image/${cover}/large`,
    avatarImageId: first,
  });
  await expect(api.profile.update.mutate({ avatarImageId: strange })).rejects.toThrow(
    'IMAGE_NOT_FOUND',
  );
  await api.profile.update.mutate({ avatarImageId: second });
  await api.profile.update.mutate({ bio: 'hello' });
  await api.profile.update.mutate({ coverImageId: null });
  const rows = await member.deps.db.outbox.findMany({ orderBy: { seq: 'asc' } });
  const told = rows
    .map((row) => Object(row.event))
    .filter((event) => event.type === 'member.updated' && event.actorId === ann.id)
    .map(({ data }) => [data.avatarImageId, data.coverImageId, data.removedImageIds]);
  expect(told).toEqual([
    [first, cover, []],
    [second, cover, [first]],
    [second, cover, []],
    [second, null, [cover]],
  ]);
  const holders = await member.service.profile.imageHolders.query({ ids: [first, second, cover] });
  expect(holders).toEqual([{ id: second, memberId: ann.id, ownerId: ann.id }]);
});

test('a cover is opened for who sees the profile, an avatar is seen with the name', async () => {
  const [ann, bob] = [await member.signUp(), await member.signUp()];
  const [avatar, cover] = [newId(), newId()];
  for (const id of [avatar, cover]) owners.set(id, ann.id);
  const api = member.as(ann);
  await api.profile.update.mutate({ avatarImageId: avatar, coverImageId: cover });
  await api.profile.setVisibility.mutate({ visibility: 'FOLLOWERS' });
  const own = await api.profile.me.query();
  expect(own.coverUrl).toMatch(new RegExp(`^/api/image/${cover}/large\\?token=`));
  const seen = await member.as(bob).profile.byHandle.query({ handle: ann.handle });
  expect(seen).toMatchObject({ avatarUrl: `/api/image/${avatar}/thumb`, coverUrl: null });
});
