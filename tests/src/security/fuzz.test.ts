import { searchOf } from '@dailyfeed/dev-infra/search';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { type Network, startNetwork } from '../network.ts';
import { createStores } from '../stores.ts';
import { inputOf, type Known } from './arbitrary.ts';
import { call } from './call.ts';
import { tokenOf } from './people.ts';
import { leak, problemOf } from './problem.ts';
import { type Procedure, procedures, reachable, schemaOf } from './procedures.ts';

const stack = new AsyncDisposableStack();
const faults: string[] = [];
let network: Network;
let known: Known;

beforeAll(async () => {
  const stores = stack.use(await createStores());
  network = stack.use(
    await startNetwork({
      urls: stores.urls,
      // Each procedure is called from an address of its own: failures are counted by address.
      trustedProxies: '127.0.0.1',
      onLogLine: (line) => {
        if (line.includes('"level":"error"')) faults.push(line);
      },
    }),
  );
  const [ann, bob] = await Promise.all([network.signUp('ann'), network.signUp('bob')]);
  const post = await ann.api.content.post.create.mutate({
    text: 'hello',
    idempotencyKey: 'ann-writes',
  });
  const comment = await bob.api.content.comment.create.mutate({
    postId: post.id,
    text: 'hi',
    idempotencyKey: 'bob-writes',
  });
  known = {
    ids: [ann.memberId, bob.memberId, post.id, comment.id],
    handles: [ann.handle, bob.handle],
    emails: [ann.email, bob.email],
  };
});
afterAll(() => stack.disposeAsync());

/** What admins may do to the others comes last: they are to be there until then. */
const inOrder = [
  ...reachable.filter(({ access }) => access !== 'admin'),
  ...reachable.filter(({ access }) => access === 'admin'),
];

test.each(inOrder.map((each, index) => ({ ...each, index })))(
  '$path has an answer for whatever it is given',
  async ({ index, ...procedure }) => {
    const headers = { 'x-forwarded-for': `10.0.0.${index}` };
    const eve = await network.signUp(`eve${index}`);
    if (procedure.access === 'admin') await network.makeAdmin(eve);
    const token = await tokenOf(network, eve);
    const statuses = new Set<number>();
    const { input } = procedure;
    const inputs = input ? inputOf(schemaOf(input), known) : fc.jsonValue({ maxDepth: 3 });
    await fc.assert(
      fc.asyncProperty(inputs, async (value) => {
        const answer = await call(network.url, procedure, {
          input: JSON.stringify(value),
          token,
          headers,
        });
        expect(problemOf(answer)).toBeUndefined();
        statuses.add(answer.status);
      }),
      searchOf(6),
    );
    expect(faults).toEqual([]);
    // Who asks is let in: it is the input that is judged.
    expect([...statuses].filter((status) => status !== 401 && status !== 403)).not.toEqual([]);
  },
);

/** Texts of bodies that no client of ours sends. */
const bodies = [
  '',
  '{',
  'null',
  '"text"',
  '[[[[',
  '\0',
  '\uFEFF{}',
  `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
  `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
  `{"limit":${'9'.repeat(5000)}}`,
  '{"limit":1e999}',
  '{"text":"\\u0000"}',
  '{"text":"\\ud800"}',
  `{${'"a":1,'.repeat(20_000)}"a":1}`,
  '{"json":{},"meta":{"values":{"a":["Date"]}}}',
];

test('texts that are no input, and depths and numbers beyond reason, are bad input everywhere', async () => {
  const token = await tokenOf(network, await network.signUp('mallory'));
  const ask = async (procedure: Procedure, input: string): Promise<void> => {
    const answer = await call(network.url, procedure, { input, token });
    expect.soft(problemOf(answer), `${procedure.path} ${input.slice(0, 60)}`).toBeUndefined();
  };
  for (const procedure of reachable.filter(({ input }) => input !== undefined)) {
    await Promise.all(bodies.map((body) => ask(procedure, body)));
  }
  expect(faults).toEqual([]);
});

test.each([
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty.call',
  'auth.constructor',
  'auth.__proto__',
  'auth.toString',
  'auth',
  'auth.logIn.auth',
  '.',
  '..',
  'auth.',
  '.auth',
])('there is no procedure called %s', async (name) => {
  for (const service of ['member', 'content', 'timeline', 'activity', 'image', 'search']) {
    const address = `${network.url}/api/${service}/${encodeURIComponent(name)}`;
    for (const init of [{}, { method: 'POST', headers: { 'content-type': 'application/json' } }]) {
      const answer = await fetch(`${address}?batch=1&input=%7B%7D`, init);
      expect(answer.status).toBe(404);
    }
  }
  expect(faults).toEqual([]);
});

test('batches with odd inputs are answered, operation by operation', async () => {
  const names = procedures.filter(
    ({ service, type }) => service === 'timeline' && type === 'query',
  );
  const list = names.map(({ name }) => name).join(',');
  for (const input of [
    '{}',
    '[]',
    'null',
    '{"0":null,"00":{}}',
    '{"__proto__":{"0":{}}}',
    '{"0":{},"1":{},"999":{}}',
    '{"-1":{},"1.5":{}}',
  ]) {
    for (const batch of ['1', '0', 'true', '1&batch=1']) {
      const address = `${network.url}/api/timeline/${list}?batch=${batch}&input=${encodeURIComponent(input)}`;
      const answer = await fetch(address);
      expect(answer.status, `${batch} ${input}`).toBeLessThan(500);
      expect(await answer.text()).not.toMatch(leak);
    }
  }
  expect(faults).toEqual([]);
});
