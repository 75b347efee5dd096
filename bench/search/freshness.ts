import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import * as z from 'zod';

import { percentilesOf } from '../figures.ts';
import type { Reader } from '../readers.ts';
import type { BenchSite } from '../site.ts';

/** Between two looks, so that looking is not most of what the machine does. */
const pauseMs = 10;
const patienceMs = 60_000;

const Created = z.object({ result: z.object({ data: z.object({ id: z.string() }) }) });
const Found = z.object({ result: z.object({ data: z.object({ items: z.array(z.unknown()) }) }) });

/**
 * From the acknowledgement of a post until somebody else's search finds it, and of its deletion until none does: posts,
 * one after the other, each with a word of its own.
 */
export async function measureFreshness(
  site: BenchSite,
  args: { writer: Reader; readers: readonly Reader[]; posts: number },
): Promise<Record<string, number>> {
  const { writer, readers } = args;
  const [untilFound, untilGone]: [number[], number[]] = [[], []];
  const write = async (procedure: string, input: object): Promise<unknown> => {
    const answer = await fetch(`${site.url}/api/content/${procedure}`, {
      method: 'POST',
      headers: { ...writer.headers, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    if (!answer.ok) throw new Error(`${procedure} was answered ${answer.status}`);
    return answer.json();
  };
  const waitFor = async (query: string, wanted: number): Promise<number> => {
    const acknowledgedAt = performance.now();
    const path = `search.posts?input=${encodeURIComponent(JSON.stringify({ query }))}`;
    for (let look = 0; ; look += 1) {
      const headers = readers[look % readers.length]?.headers ?? {};
      const answer = await fetch(`${site.url}/api/search/${path}`, { headers });
      const body: unknown = await answer.json();
      const waitedMs = performance.now() - acknowledgedAt;
      // A search that took too long is asked again, as a page does.
      if (answer.ok && Found.parse(body).result.data.items.length === wanted) return waitedMs;
      if (waitedMs > patienceMs) throw new Error(`${query}: ${answer.status}, not ${wanted} found`);
      await delay(pauseMs);
    }
  };
  for (let count = 0; count < args.posts; count += 1) {
    const word = newWord();
    const input = { text: `오늘 처음 쓰는 말 ${word}`, idempotencyKey: randomUUID() };
    const { id } = Created.parse(await write('post.create', input)).result.data;
    untilFound.push(await waitFor(word, 1));
    await write('post.delete', { id });
    untilGone.push(await waitFor(word, 0));
  }
  return {
    ...percentilesOf('from a post to its being found', untilFound),
    ...percentilesOf('from its deletion to its being gone', untilGone),
  };
}

/** Letters alone: digits would part it. */
function newWord(): string {
  return [...randomBytes(12)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');
}
