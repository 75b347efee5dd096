import { expect } from 'vitest';
import type * as z from 'zod';

import { test } from '../_network.ts';
import { type Network, type Someone } from '../network.ts';
import { call } from './call.ts';
import { tokenOf } from './people.ts';
import { type Procedure, partsOf, procedures, reachable, schemaOf } from './procedures.ts';

/** What only the server decides, and what would reach into an object's insides. */
const smuggled = [
  'id',
  'memberId',
  'authorId',
  'roles',
  'role',
  'isAdmin',
  'emailVerified',
  'emailVerifiedAt',
  'disabledAt',
  'deactivatedAt',
  'createdAt',
  'followerCount',
  'passwordHash',
  'sessionId',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
];

type WithInput = Procedure & { input: z.ZodType };
const withInput = (all: readonly Procedure[]): WithInput[] =>
  all.filter((each): each is WithInput => each.input !== undefined);

let network: Network;
let mallory: Someone;
let token: string;

test.beforeAll(async ({ network: shared }) => {
  network = shared;
  mallory = await network.signUp('mallory');
  token = await tokenOf(network, mallory);
});

test.for(withInput(procedures))(
  '$path takes no object that lets unknown fields in',
  ({ input }) => {
    const objects = partsOf(schemaOf(input)).filter((part) => part.type === 'object');
    expect(objects.length).toBeGreaterThan(0);
    for (const object of objects) expect(object.additionalProperties).toBe(false);
  },
);

test('every procedure names each field it does not know, and does nothing', async () => {
  const me = () => mallory.api.member.profile.me.query();
  const before = await me();
  // Mallory is no admin, and gets no further than that.
  const open = reachable.filter(({ access }) => access !== 'admin');
  for (const procedure of withInput(open)) {
    const known = Object.keys(schemaOf(procedure.input).properties ?? {});
    const unknown = smuggled.filter((field) => !known.includes(field));
    // As text: an object literal would not hold `__proto__` as a field.
    const input = `{${unknown.map((field) => `"${field}":["ADMIN"]`).join(',')}}`;
    const answer = await call(network.url, procedure, { input, token });
    expect.soft(answer, procedure.path).toMatchObject({ status: 400, appCode: 'INPUT_INVALID' });
    const named = Object.entries(answer.fields).filter(([, what]) => what === 'unknown_field');
    expect
      .soft(named.map(([field]) => field).toSorted(), procedure.path)
      .toEqual(unknown.toSorted());
  }
  expect(await me()).toEqual(before);
});

test('who is no admin gets nowhere with an admin’s procedure, whatever they send', async () => {
  const closed = reachable.filter(({ access }) => access === 'admin');
  expect(closed.length).toBeGreaterThan(0);
  for (const procedure of closed) {
    for (const input of ['{}', '{"roles":["ADMIN"]}']) {
      const answer = await call(network.url, procedure, { input, token });
      expect.soft(answer, procedure.path).toMatchObject({ status: 403, appCode: 'FORBIDDEN' });
    }
  }
});

test('a sign-up makes a member and nothing more, whatever else it asks for', async () => {
  const [signUp] = reachable.filter(({ path }) => path === 'member.auth.signUp');
  if (!signUp) throw new Error('No sign-up');
  const honest = {
    email: 'eve@example.com',
    password: 'correct horse battery',
    handle: 'eve_attacks',
    displayName: 'Eve',
  };
  for (const field of smuggled) {
    const input = `${JSON.stringify(honest).slice(0, -1)},"${field}":["ADMIN"]}`;
    const answer = await call(network.url, signUp, { input });
    expect(answer).toMatchObject({ status: 400, appCode: 'INPUT_INVALID' });
  }
  // None of them took the name, and the honest one gets what anybody gets.
  const answer = await call(network.url, signUp, { input: honest });
  expect(answer.data).toMatchObject({ member: { roles: ['MEMBER'], emailVerified: false } });
});

test('a polluted input changes no object of the process', async () => {
  const polluted = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';
  for (const procedure of reachable) {
    await call(network.url, procedure, { input: polluted, token });
  }
  expect(Object(Object.create({}))['polluted']).toBeUndefined();
});
