import { hash } from '@node-rs/argon2';

import { type Filled, startCopy } from './copy.ts';
import type { Graph } from './graph.ts';
import type { Random } from './random.ts';
import { emailOf, handleOf, password, type Size } from './size.ts';
import { languageOf, nameOf } from './text.ts';

/** When things happened: people join and follow first, then they write. */
export type Span = { joinMs: number; startMs: number; endMs: number };

/** Fills the database `member`; gives everybody's id by number, and what was done. */
export async function fillMembers(
  url: string,
  args: { size: Size; graph: Graph; span: Span; random: Random },
): Promise<{ ids: string[]; done: Filled[] }> {
  const { size, graph, span, random } = args;
  const timeOf = (share: number): number => span.joinMs + share * (span.startMs - span.joinMs);
  const followerCounts = countBy(graph.followings, size.members);
  const followingCounts = countBy(graph.followers, size.members);
  // The same words for everybody: a hundred thousand hashes would take half an hour.
  const passwordHash = await hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });

  const members = await startCopy(url, 'members', [
    'id',
    'email',
    'email_verified_at',
    'handle',
    'handle_key',
    'display_name',
    'bio',
    'language',
    'follower_count',
    'following_count',
    'created_at',
  ]);
  const passwords = await startCopy(url, 'password_credentials', [
    'member_id',
    'hash',
    'changed_at',
  ]);
  const ids: string[] = [];
  for (let member = 0; member < size.members; member += 1) {
    const time = timeOf(member / size.members);
    const at = new Date(time).toISOString();
    const id = random.id(time);
    ids.push(id);
    await members.add([
      id,
      emailOf(member),
      at,
      handleOf(member),
      handleOf(member),
      nameOf(member),
      '',
      languageOf(member),
      followerCounts[member] ?? 0,
      followingCounts[member] ?? 0,
      at,
    ]);
    await passwords.add([id, passwordHash, at]);
  }
  await members.end();
  await passwords.end();
  const done = [await members.index(), await passwords.index()];

  const follows = await startCopy(url, 'follows', [
    'id',
    'follower_id',
    'following_id',
    'created_at',
  ]);
  for (let index = 0; index < graph.times.length; index += 1) {
    const time = timeOf(graph.times[index] ?? 0);
    await follows.add([
      random.id(time),
      ids[graph.followers[index] ?? 0] ?? '',
      ids[graph.followings[index] ?? 0] ?? '',
      new Date(time).toISOString(),
    ]);
  }
  await follows.end();
  done.push(await follows.index());
  return { ids, done };
}

function countBy(numbers: Int32Array, size: number): Int32Array {
  const counts = new Int32Array(size);
  for (const number of numbers) counts[number] = (counts[number] ?? 0) + 1;
  return counts;
}
