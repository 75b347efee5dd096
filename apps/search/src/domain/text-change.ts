import type { DomainEvent } from '@dailyfeed/contract/events';

import type { Count, HiddenText } from '../db/texts.ts';

/** What a text says from now on; null when it is gone. */
export type TextContent = {
  text: string;
  createdAt: string;
  language: string | null;
  hasImage: boolean;
  /** By moderation: its author still finds it, its tags count no more. */
  isHidden: boolean;
  likeCount: number;
  commentCount: number;
};
export type TextChange = {
  id: string;
  postId: string | null;
  authorId: string;
  version: number;
  /** Of the event; 0 where it was read. */
  seq: number;
  content: TextContent | null;
};

/** What events change, each text once. */
export type Changes = {
  posts: TextChange[];
  comments: TextChange[];
  /** What moderation hides, and as of which event. */
  hiddenPosts: HiddenText[];
  hiddenComments: HiddenText[];
  postLikes: Count[];
  postComments: Count[];
  commentLikes: Count[];
  /** Whose profile is to be read anew. */
  memberIds: string[];
  /** Who may have more or fewer followers. */
  followedIds: string[];
  erasedIds: string[];
};

/** What a batch of events comes to: of several of one text, the latest. */
export function toChanges(events: readonly DomainEvent[]): Changes {
  const posts = new Map<string, TextChange>();
  const comments = new Map<string, TextChange>();
  const hiddenPosts = new Map<string, HiddenText>();
  const hiddenComments = new Map<string, HiddenText>();
  const counts = {
    postLikes: new Map<string, Count>(),
    postComments: new Map<string, Count>(),
    commentLikes: new Map<string, Count>(),
  };
  const memberIds = new Set<string>();
  const followedIds = new Set<string>();
  const erasedIds = new Set<string>();
  for (const event of events) {
    const seq = event.subject.version;
    const told = (kind: keyof typeof counts, id: string, count: number | null): void => {
      if (count !== null && (counts[kind].get(id)?.seq ?? -1) < seq) {
        counts[kind].set(id, { id, count, seq });
      }
    };
    switch (event.type) {
      case 'post.created':
      case 'post.edited':
      case 'post.unhidden': {
        const { postId: id, authorId, version, images, hidden, ...data } = event.data;
        const content = {
          ...data,
          hasImage: images.length > 0,
          isHidden: hidden,
          likeCount: data.likeCount ?? 0,
          commentCount: data.commentCount ?? 0,
        };
        put(posts, { id, postId: null, authorId, version, seq, content });
        break;
      }
      case 'post.deleted': {
        const { postId: id, authorId, version } = event.data;
        put(posts, { id, postId: null, authorId, version, seq, content: null });
        break;
      }
      case 'post.hidden': {
        const { postId: id, version } = event.data;
        hide({ id, version, seq }, posts, hiddenPosts);
        break;
      }
      case 'post.liked':
      case 'post.unliked':
        told('postLikes', event.data.postId, event.data.likeCount);
        break;
      case 'comment.created':
      case 'comment.edited': {
        const { commentId: id, postId, authorId, version, hidden, ...data } = event.data;
        told('postComments', postId, event.data.commentCount);
        const { text, language, createdAt } = data;
        const content = { ...bare, text, language, createdAt, isHidden: hidden };
        put(comments, { id, postId, authorId, version, seq, content });
        break;
      }
      case 'comment.unhidden': {
        const { commentId: id, postId, authorId, version, ...data } = event.data;
        const { text, language, createdAt } = data;
        told('postComments', postId, event.data.commentCount);
        if (text === null || createdAt === null) break;
        put(comments, {
          id,
          postId,
          authorId,
          version,
          seq,
          content: { ...bare, text, language, createdAt },
        });
        break;
      }
      case 'comment.deleted': {
        const { commentId: id, postId, authorId, version } = event.data;
        told('postComments', postId, event.data.commentCount);
        put(comments, { id, postId, authorId, version, seq, content: null });
        break;
      }
      case 'comment.hidden': {
        const { commentId: id, version } = event.data;
        told('postComments', event.data.postId, event.data.commentCount);
        hide({ id, version, seq }, comments, hiddenComments);
        break;
      }
      case 'comment.liked':
      case 'comment.unliked':
        told('commentLikes', event.data.commentId, event.data.likeCount);
        break;
      case 'member.signed_up':
      case 'member.updated':
      case 'member.handle_changed':
      case 'member.visibility_changed':
      case 'member.deactivated':
      case 'member.disabled':
      case 'member.reactivated':
      case 'member.enabled':
        memberIds.add(event.data.memberId);
        break;
      case 'member.followed':
      case 'member.unfollowed':
        followedIds.add(event.data.targetId);
        break;
      // Ends what follows there are between them.
      case 'member.blocked':
        followedIds.add(event.data.memberId).add(event.data.targetId);
        break;
      case 'member.erased':
        erasedIds.add(event.data.memberId);
        break;
      default:
    }
  }
  return {
    posts: [...posts.values()],
    comments: [...comments.values()],
    hiddenPosts: [...hiddenPosts.values()],
    hiddenComments: [...hiddenComments.values()],
    postLikes: [...counts.postLikes.values()],
    postComments: [...counts.postComments.values()],
    commentLikes: [...counts.commentLikes.values()],
    memberIds: [...memberIds].filter((id) => !erasedIds.has(id)),
    followedIds: [...followedIds].filter((id) => !memberIds.has(id)),
    erasedIds: [...erasedIds],
  };
}

const bare = {
  hasImage: false,
  isHidden: false,
  likeCount: 0,
  commentCount: 0,
};

function put(changes: Map<string, TextChange>, change: TextChange): void {
  const known = changes.get(change.id);
  if (known === undefined || isNewer(change, known)) changes.set(change.id, change);
}

/** A text that comes with the same events is put as hidden; of any other there is a word in the index. */
function hide(
  { id, version, seq }: HiddenText,
  changes: Map<string, TextChange>,
  others: Map<string, HiddenText>,
): void {
  const known = changes.get(id);
  if (known?.content && isNewer({ version, seq }, known)) {
    changes.set(id, { ...known, version, seq, content: { ...known.content, isHidden: true } });
  } else others.set(id, { id, version, seq });
}

type Place = { version: number; seq: number };

function isNewer(a: Place, b: Place): boolean {
  return a.version > b.version || (a.version === b.version && a.seq > b.seq);
}
