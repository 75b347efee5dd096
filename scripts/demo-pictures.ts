import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { anonymous } from '@dailyfeed/auth/identity';
import { mintPassport, passportHeader, PassportKeys } from '@dailyfeed/auth/passport';
import { ImageId, type ImagePurpose } from '@dailyfeed/contract/image';
import { imagePath } from '@dailyfeed/contract/image-path';
import { newId } from '@dailyfeed/service-kit/id';
import * as z from 'zod';

import type { DemoWorld } from './demo/world.ts';

/** Twice as many as are converted at once: the next is there when one is done. */
const atOnce = 4;

export type DemoPictures = {
  ofMember: Map<string, { avatarImageId?: string; coverImageId?: string }>;
  ofPost: Map<string, { id: string; alt: string }[]>;
};

const program = join(import.meta.dirname, 'draw-demo.ts');

/** Draws what a world shows and uploads it as its members would, to the image service itself. */
export async function uploadPictures(
  target: { imageUrl: string; passportKeys: { image: string } },
  world: Pick<DemoWorld, 'looks' | 'shown'>,
): Promise<DemoPictures> {
  const ofMember: DemoPictures['ofMember'] = new Map();
  const ofPost: DemoPictures['ofPost'] = new Map();
  if (world.looks.size + world.shown.size === 0) return { ofMember, ofPost };

  await using stack = new AsyncDisposableStack();
  const folder = stack.adopt(await mkdtemp(join(tmpdir(), 'dailyfeed-demo-')), (path) =>
    rm(path, { recursive: true, force: true }),
  );
  // In a process of its own: where the image service runs, libvips reads no drawings.
  await promisify(execFile)(process.execPath, [program, folder]);
  const upload = async (memberId: string, purpose: ImagePurpose, name: string): Promise<string> => {
    const form = new FormData();
    form.append('image', new Blob([await readFile(join(folder, name))]), name);
    const answer = await fetch(`${target.imageUrl}${imagePath}?purpose=${purpose}`, {
      method: 'POST',
      body: form,
      headers: passportOf(memberId, target.passportKeys.image),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`A picture was answered ${answer.status}: ${text}`);
    return z.object({ id: ImageId }).parse(JSON.parse(text)).id;
  };

  const work: (() => Promise<void>)[] = [];
  for (const [memberId, { avatar, cover }] of world.looks) {
    const own: { avatarImageId?: string; coverImageId?: string } = {};
    ofMember.set(memberId, own);
    work.push(async () => {
      own.avatarImageId = await upload(memberId, 'avatar', avatar);
      if (cover) own.coverImageId = await upload(memberId, 'cover', cover);
    });
  }
  for (const [postId, { authorId, pictures }] of world.shown) {
    const list: { id: string; alt: string }[] = [];
    ofPost.set(postId, list);
    work.push(async () => {
      // In their order.
      for (const { alt, file } of pictures) {
        list.push({ id: await upload(authorId, 'post', file), alt });
      }
    });
  }
  const rest = work.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const next of rest) await next();
    }),
  );
  return { ofMember, ofPost };
}

function passportOf(memberId: string, keys: string): Record<string, string> {
  const identity = {
    ...anonymous('demo-world'),
    member: { memberId, sessionId: newId(), roles: ['MEMBER' as const], amr: [] },
  };
  const passport = mintPassport(identity, {
    audience: 'image',
    keys: PassportKeys.parse(keys),
    now: new Date(),
  });
  return { [passportHeader]: passport };
}
