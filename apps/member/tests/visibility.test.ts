import { newId } from '@dailyfeed/service-kit/id';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { startTestMember, type TestMember } from './_harness.ts';
import { codeOf } from './_outcomes.ts';

let member: TestMember;
beforeAll(async () => {
  member = await startTestMember();
});
afterAll(() => member[Symbol.asyncDispose]());

const readers = {
  PUBLIC: ['self', 'follower', 'asker', 'stranger', 'anyone'],
  FOLLOWERS: ['self', 'follower'],
  PRIVATE: ['self'],
};

test.each(['PUBLIC', 'FOLLOWERS', 'PRIVATE'] as const)(
  'what a %s member tells is seen by the right readers on every surface, and who they are by all',
  async (visibility) => {
    const ann = await member.signUp({ bio: 'only for you', location: 'Seoul' });
    const [follower, asker, stranger, host] = await member.signUpMany(4);
    if (!follower || !asker || !stranger || !host) throw new Error('four were asked for');
    const target = { memberId: ann.id };
    await member.as(follower).follow.follow.mutate(target);
    await member.as(ann).follow.follow.mutate({ memberId: host.id });
    await member.as(ann).profile.setVisibility.mutate({ visibility: 'FOLLOWERS' });
    await member.as(asker).follow.follow.mutate(target);
    // Set past the service, so that the one who asked goes on waiting.
    await member.deps.db.member.update({ where: { id: ann.id }, data: { visibility } });

    const clients = {
      self: member.as(ann),
      follower: member.as(follower),
      asker: member.as(asker),
      stranger: member.as(stranger),
      anyone: member.anyone,
    };
    for (const [name, client] of Object.entries(clients)) {
      const isReader = readers[visibility].includes(name);
      const [byId, byHandle] = await Promise.all([
        client.profile.byId.query(target),
        client.profile.byHandle.query({ handle: ann.handle }),
      ]);
      expect(byHandle).toEqual(byId);
      expect(byId).toMatchObject({
        id: ann.id,
        handle: ann.handle,
        displayName: ann.handle,
        visibility,
        isRestricted: !isReader,
        bio: isReader ? 'only for you' : '',
        location: isReader ? 'Seoul' : '',
        followerCount: isReader ? 1 : null,
        followingCount: isReader ? 1 : null,
      });
      const lists = await Promise.all([
        client.follow.followers.query(target).catch(codeOf),
        client.follow.followings.query(target).catch(codeOf),
      ]);
      const list = isReader ? { items: [{}] } : 'MEMBER_NOT_FOUND';
      expect({ name, lists }).toMatchObject({ name, lists: [list, list] });
      const elsewhere = await client.follow.followers.query({ memberId: host.id });
      expect(elsewhere.items).toMatchObject([{ id: ann.id, bio: isReader ? 'only for you' : '' }]);
    }
  },
);

test.each(['PUBLIC', 'FOLLOWERS', 'PRIVATE'] as const)(
  'what a %s member writes is readable for whom their profile is, and for nobody behind a block or once they are disabled',
  async (visibility) => {
    const [ann, follower, stranger, blocker, blocked] = await member.signUpMany(5);
    if (!ann || !follower || !stranger || !blocker || !blocked) throw new Error('five were asked');
    const target = { memberId: ann.id };
    for (const fan of [follower, blocker, blocked])
      await member.as(fan).follow.follow.mutate(target);
    await member.as(blocker).block.block.mutate(target);
    await member.as(ann).block.block.mutate({ memberId: blocked.id });
    await member.as(ann).profile.setVisibility.mutate({ visibility });
    const isReadable = async (readerId: string) => {
      const input = { readerId, ids: [ann.id, newId()] };
      const { ids } = await member.service.profile.readableIds.query(input);
      expect(ids.every((id) => id === ann.id)).toBe(true);
      return ids.length === 1;
    };
    expect({
      self: await isReadable(ann.id),
      follower: await isReadable(follower.id),
      stranger: await isReadable(stranger.id),
      blocker: await isReadable(blocker.id),
      blocked: await isReadable(blocked.id),
    }).toEqual({
      self: true,
      follower: readers[visibility].includes('follower'),
      stranger: readers[visibility].includes('stranger'),
      blocker: false,
      blocked: false,
    });
    await member.deps.db.member.update({ where: { id: ann.id }, data: { disabledAt: new Date() } });
    expect(await isReadable(follower.id)).toBe(false);
  },
);

test('how many readers stand to many others is told at once, in the order asked for, as each question alone tells it', async () => {
  const [open, closed, follower, stranger, blocker, muter] = await member.signUpMany(6);
  if (!open || !closed || !follower || !stranger || !blocker || !muter)
    throw new Error('six were asked');
  for (const target of [open, closed]) {
    for (const fan of [follower, blocker, muter])
      await member.as(fan).follow.follow.mutate({ memberId: target.id });
    await member.as(blocker).block.block.mutate({ memberId: target.id });
  }
  await member.as(muter).mute.mute.mutate({ memberId: open.id, until: null });
  const ended = { memberId: closed.id, until: new Date(Date.now() + 60_000).toISOString() };
  await member.as(muter).mute.mute.mutate(ended);
  await member.deps.db.mute.updateMany({
    where: { muterId: muter.id, mutedId: closed.id },
    data: { until: new Date(0) },
  });
  await member.as(closed).profile.setVisibility.mutate({ visibility: 'FOLLOWERS' });
  const readers = [follower, stranger, blocker, muter, open];
  const pairs = readers.flatMap(({ id: readerId }) =>
    [open.id, closed.id, newId()].map((memberId) => ({ readerId, memberId })),
  );
  const answers = await member.service.profile.relationships.query({ pairs });
  expect(answers.map(({ readerId, memberId }) => ({ readerId, memberId }))).toEqual(pairs);
  const of = (reader: typeof open, target: typeof open) => {
    const answer = answers.find(
      ({ readerId, memberId }) => readerId === reader.id && memberId === target.id,
    );
    return answer && [answer.following, answer.readable, answer.hidden];
  };
  expect([of(follower, open), of(follower, closed)]).toEqual([
    [true, true, false],
    [true, true, false],
  ]);
  expect([of(stranger, open), of(stranger, closed)]).toEqual([
    [false, true, false],
    [false, false, false],
  ]);
  expect([of(blocker, open), of(blocker, closed)]).toEqual([
    [false, false, true],
    [false, false, true],
  ]);
  expect([of(muter, open), of(muter, closed)]).toEqual([
    [true, true, true],
    [true, true, false],
  ]);
  expect(of(open, open)).toEqual([false, true, false]);
  for (const { readerId, memberId, readable } of answers) {
    const input = { readerId, ids: [memberId] };
    const { ids } = await member.service.profile.readableIds.query(input);
    expect(ids.length === 1).toBe(readable);
  }
});

test('how members stand to each other is told to services only, and of so many pairs at most', async () => {
  const ann = await member.signUp();
  const pair = { readerId: ann.id, memberId: ann.id };
  const ask = (count: number) => ({ pairs: Array.from({ length: count }, () => pair) });
  const { relationships } = member.as(ann).profile;
  await expect(relationships.query(ask(1)).catch(codeOf)).resolves.toBe('FORBIDDEN');
  const { profile } = member.service;
  expect(await profile.relationships.query(ask(500))).toHaveLength(500);
  for (const count of [0, 501]) {
    await expect(profile.relationships.query(ask(count)).catch(codeOf)).resolves.toBe(
      'INPUT_INVALID',
    );
  }
});

test('whom a member may read is told to services only', async () => {
  const ann = await member.signUp();
  const input = { readerId: ann.id, ids: [ann.id] };
  await expect(member.as(ann).profile.readableIds.query(input).catch(codeOf)).resolves.toBe(
    'FORBIDDEN',
  );
});

test('a changed visibility makes others ask again', async () => {
  const ann = await member.signUp();
  const version = async () => Number(await member.deps.redis.get(`graph:${ann.id}`));
  const before = await version();
  await member.as(ann).profile.setVisibility.mutate({ visibility: 'PRIVATE' });
  expect(await version()).toBe(before + 1);
});

test('birth date, gender, country and e-mail are on no surface of another, whatever the visibility', async () => {
  const [ann, bob] = await member.signUpMany(2);
  if (!ann || !bob) throw new Error('two were asked for');
  await member
    .as(ann)
    .profile.update.mutate({ birthDate: '1990-02-28', gender: 'FEMALE', country: 'KR' });
  await member.as(bob).follow.follow.mutate({ memberId: ann.id });
  const reader = member.as(bob);
  const surfaces = await Promise.all([
    reader.profile.byId.query({ memberId: ann.id }),
    reader.profile.byHandle.query({ handle: ann.handle }),
    reader.follow.followings.query({ memberId: bob.id }),
    member.service.profile.summaries.query({ ids: [ann.id] }),
  ]);
  const events = await member.deps.db.outbox.findMany({ where: { key: ann.id } });
  const said = JSON.stringify([surfaces, events.map((row) => row.event)]);
  for (const word of ['1990', 'FEMALE', 'birthDate', 'gender', 'country', ann.email]) {
    expect(said).not.toContain(word);
  }
});
