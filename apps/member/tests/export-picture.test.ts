import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import { anonymous } from '@dailyfeed/auth/identity';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openExport } from '../src/domain/export.ts';
import { createSources } from './_export.ts';
import { startTestMember, type TestMember } from './_harness.ts';

let member: TestMember;
beforeAll(async () => {
  member = await startTestMember();
});
afterAll(() => member[Symbol.asyncDispose]());

/** The zip of somebody's whose pictures are these. */
async function openWith(pictures: (() => Readable | undefined)[]) {
  const ann = await member.signUp();
  const { sources: shown } = createSources({ pages: 0, pageSize: 1, pictures });
  return openExport(
    { ...member.deps, exportSources: shown },
    {
      identity: anonymous('test'),
      member: { memberId: ann.id, sessionId: ann.sessionId, roles: ['MEMBER'], amr: ['pwd'] },
      signal: new AbortController().signal,
    },
  );
}

test('a picture that is gone is named, and the others are there', async () => {
  const of = (text: string) => () => Readable.from([Buffer.from(text)]);
  const opened = await openWith([of('one'), () => undefined, of('three')]);
  const files = unzipSync(new Uint8Array(await buffer(opened.stream)));
  await opened.done;
  // The account, its session, and each picture as an entry and as bytes.
  expect(opened.itemTotal).toBe(8);
  const texts = ['images/0.jpg', 'images/1.jpg', 'images/2.jpg', 'images-missing.json'].map(
    (name) => files[name] && strFromU8(files[name]),
  );
  expect(texts).toEqual(['one', undefined, 'three', '["images/1.jpg"]']);
});

test('a picture that breaks off breaks off the export', async () => {
  const broken = () =>
    Readable.from(
      (async function* () {
        yield Buffer.from('half');
        throw new Error('cut off');
      })(),
    );
  const opened = await openWith([broken]);
  await expect(buffer(opened.stream)).rejects.toThrow('cut off');
  await opened.done;
});

test('pictures pass through one at a time, however slowly they are taken', async () => {
  const count = 20;
  const chunk = Buffer.alloc(64 * 1024, 1);
  const chunks = 80;
  let given = 0;
  const large = () =>
    Readable.from(
      (async function* () {
        for (let index = 0; index < chunks; index += 1) {
          given += chunk.length;
          yield chunk;
        }
      })(),
      { objectMode: false },
    );
  const opened = await openWith(Array.from({ length: count }, () => large));
  let taken = 0;
  let mostHeld = 0;
  for await (const part of opened.stream) {
    taken += (part as Buffer).length; // a byte stream's chunks
    mostHeld = Math.max(mostHeld, given - taken);
  }
  expect(given).toBe(count * chunks * chunk.length);
  expect(mostHeld).toBeLessThan(chunks * chunk.length);
});
