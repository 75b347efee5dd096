import { anonymous } from '@dailyfeed/auth/identity';
import { newId } from '@dailyfeed/service-kit/id';

import { newKey, startTestContent } from './_harness.ts';

export const report = { reason: 'SPAM', note: 'again and again' } as const;

/** The service, with an admin. */
export async function startReports() {
  const content = await startTestContent();
  const adminId = newId();
  const admin = content.as({
    ...anonymous('test'),
    member: { memberId: adminId, sessionId: newId(), roles: ['MEMBER', 'ADMIN'], amr: ['pwd'] },
  });
  return {
    content,
    adminId,
    admin,
    /** What waits because of a post or comment. */
    ofSubject: async (id: string) => {
      const { items } = await admin.report.list.query({ limit: 100 });
      return items.filter(({ subject }) => subject.id === id);
    },
    /** A post of one, a comment of another on it, and a reply to that of a third. */
    writeThread: async () => {
      const [ann, bob] = [content.newMember(), content.newMember()];
      const post = await ann.api.post.create.mutate({ text: 'buy now', idempotencyKey: newKey() });
      const write = (member: typeof ann, parentId: string | null) =>
        member.api.comment.create.mutate({
          postId: post.id,
          parentId,
          text: 'buy here',
          idempotencyKey: newKey(),
        });
      const comment = await write(bob, null);
      const reply = await write(ann, comment.id);
      return { ann, bob, post, comment, reply };
    },
    [Symbol.asyncDispose]: () => content[Symbol.asyncDispose](),
  };
}
