// Two people: one follows the other, sees the post, comments on it. While `npm start` runs: `node examples/node.ts`.
import { createDailyfeed, type Dailyfeed, failureOf } from '@dailyfeed/client';

const baseUrl = process.env['DAILYFEED_URL'] ?? 'http://localhost:8080';
const run = Date.now().toString(36);

async function signUp(name: string): Promise<Dailyfeed> {
  const client = createDailyfeed({ baseUrl });
  await client.session.signUp({
    email: `${name}_${run}@example.org`,
    password: 'correct horse battery',
    handle: `${name}_${run}`,
    displayName: name,
  });
  return client;
}

/** Reads the feed each time the member's stream tells something, until the post is there. */
function waitForPost(reader: Dailyfeed, id: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  async function look(): Promise<void> {
    const { items } = await reader.api.timeline.feed.following.query({ limit: 10 });
    const seen = items.find((post) => post.id === id);
    if (seen) resolve(`${seen.author.displayName}: ${seen.text}`);
  }
  const stream = reader.api.activity.stream.member.subscribe(undefined, {
    onData: () => void look().catch(reject),
    onError: reject,
  });
  return promise.finally(() => stream.unsubscribe());
}

const [writer, reader] = await Promise.all([signUp('writer'), signUp('reader')]);
const writerId = writer.session.memberId ?? '';

await reader.api.member.follow.follow.mutate({ memberId: writerId });
const post = await writer.api.content.post.create.mutate({
  text: 'Seen by those who follow me',
  // The same key again answers with the same post: a repeated click writes nothing twice.
  idempotencyKey: crypto.randomUUID(),
});
console.log(await waitForPost(reader, post.id));

await reader.api.content.comment.create.mutate({
  postId: post.id,
  text: 'Here I am',
  idempotencyKey: crypto.randomUUID(),
});
const comments = await writer.api.timeline.post.comments.query({ postId: post.id });
console.log(
  comments.items.map((comment) => `${comment.author?.handle ?? 'somebody'}: ${comment.text}`),
);

try {
  await reader.api.content.post.delete.mutate({ id: post.id });
} catch (error) {
  console.log(failureOf(error)?.appCode); // POST_NOT_YOURS
}

for (const client of [writer, reader]) {
  await client.session.logOut();
  client.close();
}
