import { AppError } from '@dailyfeed/contract/errors';
import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import { anyone, startTestMember, type TestMember } from './_harness.ts';

const owners = new Map<string, string>();
/** What the image service holds for a profile, confirmed or not. */
const claimed = new Set<string>();
let onClaim: ((memberId: string) => Promise<unknown>) | undefined;
let isAway = false;
let member: TestMember;
beforeAll(async () => {
  member = await startTestMember(
    {},
    {
      images: {
        claim: async ({ memberId, id }) => {
          if (owners.get(id) !== memberId) throw new AppError('IMAGE_NOT_FOUND');
          claimed.add(id);
          await onClaim?.(memberId);
        },
        release: async ({ memberId, ids }) => {
          for (const id of ids) if (owners.get(id) === memberId) claimed.delete(id);
          if (isAway) throw new AppError('UPSTREAM_UNAVAILABLE');
        },
      },
    },
  );
});
afterAll(() => member[Symbol.asyncDispose]());
afterEach(() => {
  onClaim = undefined;
  isAway = false;
});

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

test('what was claimed for a profile that does not come to show it is nobody’s again', async () => {
  const ann = await member.signUp();
  const api = member.as(ann);
  const [avatar, cover, strange] = [newId(), newId(), newId()];
  for (const id of [avatar, cover]) owners.set(id, ann.id);
  await expect(
    api.profile.update.mutate({ avatarImageId: avatar, coverImageId: strange }),
  ).rejects.toThrow('IMAGE_NOT_FOUND');
  expect([...claimed].filter((id) => owners.get(id) === ann.id)).toEqual([]);

  // Away between the claim and the change.
  onClaim = (id) =>
    member.deps.db.member.update({ where: { id }, data: { deactivatedAt: new Date() } });
  const both = { avatarImageId: avatar, coverImageId: cover };
  await expect(api.profile.update.mutate(both)).rejects.toThrow('MEMBER_NOT_FOUND');
  expect([...claimed].filter((id) => owners.get(id) === ann.id)).toEqual([]);
});

test('of a batch that is refused no picture is kept, though the image service be away by then', async () => {
  const ann = await member.signUp();
  const bob = { ...anyone(), id: newId(), createdAt: new Date().toISOString() };
  const taken = { ...anyone({ handle: ann.handle }), id: newId(), createdAt: bob.createdAt };
  const [avatar, cover] = [newId(), newId()];
  for (const id of [avatar, cover]) owners.set(id, bob.id);
  const members = [{ ...bob, avatarImageId: avatar, coverImageId: cover }, taken];
  for (isAway of [false, true]) {
    await expect(
      member.service.import.members.mutate({ members, follows: [] }),
    ).rejects.toMatchObject({ data: { appCode: 'HANDLE_TAKEN' } });
    expect(claimed.has(avatar) || claimed.has(cover)).toBe(false);
  }
  await member.service.import.members.mutate({ members: members.slice(0, 1), follows: [] });
  expect(claimed.has(avatar) && claimed.has(cover)).toBe(true);
});
