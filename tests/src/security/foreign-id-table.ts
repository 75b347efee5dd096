import type { Line } from './foreign-id-line.ts';
import type { ProcedurePath } from './procedures.ts';

const member = (outcome: 'refused' | 'touches only what is hers'): Line => ({
  input: ({ memberId }) => ({ memberId }),
  outcome,
});
const guessedLink: Line = { input: () => ({ token: 'x'.repeat(43) }), outcome: 'LINK_INVALID' };
const idempotencyKey = 'mallory-attacks';

/** One line for each procedure there is: without one this does not compile. In the order in which they are called. */
export const foreignIdTable = {
  'member.auth.signUp': 'names nobody',
  'member.auth.logIn': 'names nobody',
  'member.auth.logOut': 'names nobody',
  'member.auth.logOutEverywhere': 'names nobody',
  'member.auth.verifyEmail': guessedLink,
  'member.auth.requestEmailVerification': 'names nobody',
  'member.auth.requestPasswordReset': 'names nobody',
  'member.auth.resetPassword': {
    input: () => ({ token: 'x'.repeat(43), password: 'mallory knows it' }),
    outcome: 'LINK_INVALID',
  },
  'member.auth.changePassword': 'names nobody',
  'member.auth.changeEmail': 'names nobody',
  'member.auth.confirmEmailChange': guessedLink,
  'member.auth.providers': 'names nobody',
  'member.auth.link': 'names nobody',
  'member.auth.unlink': 'names nobody',

  'member.session.list': 'names nobody',
  'member.session.revoke': { input: ({ sessionId }) => ({ id: sessionId }), outcome: 'refused' },

  'member.account.deactivate': 'names nobody',
  'member.admin.members': 'names nobody',
  'member.admin.actions': 'names nobody',
  'member.admin.disable': {
    input: ({ memberId }) => ({ memberId, reason: 'Mallory says so' }),
    outcome: 'refused',
  },
  'member.admin.enable': member('refused'),

  'member.profile.me': 'names nobody',
  'member.profile.update': {
    input: ({ imageId }) => ({ avatarImageId: imageId }),
    outcome: 'refused',
  },
  'member.profile.changeHandle': 'names nobody',
  'member.profile.setVisibility': 'names nobody',
  'member.profile.byHandle': 'names nobody',
  'member.profile.byId': member('touches only what is hers'),
  'member.profile.imageHolders': 'internal',
  'member.profile.listItems': 'internal',
  'member.profile.indexPage': 'internal',
  'member.profile.indexByIds': 'internal',
  'member.profile.summaries': 'internal',
  'member.profile.readableIds': 'internal',
  'member.profile.relationships': 'internal',
  'member.profile.byHandles': 'internal',

  'member.follow.approve': {
    input: ({ requesterId }) => ({ memberId: requesterId }),
    outcome: 'refused',
  },
  'member.follow.decline': {
    input: ({ requesterId }) => ({ memberId: requesterId }),
    outcome: 'touches only what is hers',
  },
  'member.follow.requestCount': 'names nobody',
  'member.follow.requests': {
    input: ({ cursors }) => ({ cursor: cursors.requests }),
    outcome: 'CURSOR_INVALID',
  },
  'member.follow.followers': member('refused'),
  'member.follow.followings': member('refused'),
  // Asks to follow Ann, and takes it back.
  'member.follow.follow': member('touches only what is hers'),
  'member.follow.unfollow': member('touches only what is hers'),
  'member.follow.ids': 'internal',

  'member.mute.mute': {
    input: ({ memberId }) => ({ memberId, until: null }),
    outcome: 'touches only what is hers',
  },
  'member.mute.state': member('touches only what is hers'),
  'member.mute.unmute': {
    input: ({ mutedId }) => ({ memberId: mutedId }),
    outcome: 'touches only what is hers',
  },
  'member.mute.list': {
    input: ({ cursors }) => ({ cursor: cursors.mutes }),
    outcome: 'CURSOR_INVALID',
  },

  'member.recommendation.members': 'names nobody',
  'member.recommendation.dismiss': member('touches only what is hers'),
  'member.import.members': 'internal',

  // A draft that is not hers stays where it is.
  'content.post.create': {
    input: ({ draftId }) => ({
      text: 'hi',
      idempotencyKey: 'mallory-posts-1',
      draftId,
      draftVersion: 1,
    }),
    outcome: 'touches only what is hers',
  },
  'content.post.edit': {
    input: ({ postId }) => ({ id: postId, text: 'Mallory was here', version: 1 }),
    outcome: 'refused',
  },
  'content.post.delete': { input: ({ postId }) => ({ id: postId }), outcome: 'refused' },
  'content.post.like': { input: ({ postId }) => ({ id: postId }), outcome: 'refused' },
  'content.post.unlike': {
    input: ({ postId }) => ({ id: postId }),
    outcome: 'refused',
  },
  'content.post.bookmark': { input: ({ postId }) => ({ id: postId }), outcome: 'refused' },
  'content.post.unbookmark': {
    input: ({ postId }) => ({ id: postId }),
    outcome: 'refused',
  },
  'content.draft.save': {
    input: ({ draftId }) => ({ id: draftId, text: 'Mallory was here', version: 1 }),
    outcome: 'refused',
  },
  'content.draft.byId': {
    input: ({ draftId }) => ({ id: draftId }),
    outcome: 'refused',
  },
  'content.draft.list': {
    input: ({ cursors }) => ({ cursor: cursors.drafts }),
    outcome: 'CURSOR_INVALID',
  },
  'content.draft.delete': {
    input: ({ draftId }) => ({ id: draftId, version: 2 }),
    outcome: 'touches only what is hers',
  },
  'content.post.report': {
    input: ({ postId }) => ({ id: postId, reason: 'SPAM' }),
    outcome: 'refused',
  },
  'content.comment.report': {
    input: ({ commentId }) => ({ id: commentId, reason: 'SPAM' }),
    outcome: 'refused',
  },
  'content.report.list': 'names nobody',
  'content.report.actions': {
    input: ({ postId }) => ({ subject: { kind: 'post', id: postId } }),
    outcome: 'refused',
  },
  'content.report.versions': {
    input: ({ postId }) => ({ kind: 'post', id: postId }),
    outcome: 'refused',
  },
  'content.report.resolve': {
    input: ({ postId }) => ({ kind: 'post', id: postId, action: 'hide' }),
    outcome: 'refused',
  },
  'content.post.history': { input: ({ postId }) => ({ id: postId }), outcome: 'refused' },
  'content.post.byIds': 'internal',
  'content.comment.edit': {
    input: ({ commentId }) => ({ id: commentId, text: 'Mallory was here', version: 1 }),
    outcome: 'refused',
  },
  'content.comment.delete': { input: ({ commentId }) => ({ id: commentId }), outcome: 'refused' },
  'content.comment.like': { input: ({ commentId }) => ({ id: commentId }), outcome: 'refused' },
  'content.comment.unlike': {
    input: ({ commentId }) => ({ id: commentId }),
    outcome: 'refused',
  },
  'content.comment.create': {
    // A parent that is under another post.
    input: ({ commentId }) => ({
      postId: commentId,
      parentId: commentId,
      text: 'hi',
      idempotencyKey,
    }),
    outcome: 'refused',
  },
  'content.moderation.screen': 'internal',
  'content.import.content': 'internal',
  'content.post.imageHolders': 'internal',
  'content.post.indexPage': 'internal',
  'content.comment.indexPage': 'internal',
  'content.export.counts': 'internal',
  'content.export.page': 'internal',
  'activity.export.counts': 'internal',
  'activity.export.page': 'internal',
  'member.export.progress': 'names nobody',

  'timeline.feed.following': 'names nobody',
  'timeline.feed.head': {
    input: ({ postId }) => ({ since: postId }),
    outcome: 'touches only what is hers',
  },
  'timeline.feed.recent': 'names nobody',
  'timeline.feed.popular': 'names nobody',
  'timeline.feed.mostCommented': 'names nobody',
  'timeline.feed.tag': 'names nobody',
  'timeline.feed.mine': 'names nobody',
  'timeline.feed.liked': 'names nobody',
  'timeline.feed.bookmarked': 'names nobody',
  // Nothing, as of somebody who has written nothing.
  'timeline.feed.byAuthor': {
    input: ({ memberId }) => ({ authorId: memberId }),
    outcome: 'touches only what is hers',
  },
  'timeline.comment.byAuthor': {
    input: ({ memberId }) => ({ authorId: memberId }),
    outcome: 'touches only what is hers',
  },
  'timeline.post.visibleByIds': 'internal',
  'timeline.comment.visibleByIds': 'internal',
  'timeline.post.byId': { input: ({ postId }) => ({ id: postId }), outcome: 'refused' },
  'timeline.post.view': { input: ({ postId }) => ({ id: postId }), outcome: 'refused' },
  'timeline.post.watch': {
    input: ({ postId }) => ({ id: postId, pageId: 'mallory-page' }),
    outcome: 'refused',
  },
  'timeline.post.unwatch': {
    input: ({ postId }) => ({ id: postId, pageId: 'mallory-page' }),
    outcome: 'touches only what is hers',
  },
  'timeline.comment.byId': { input: ({ commentId }) => ({ id: commentId }), outcome: 'refused' },
  'timeline.marker.get': 'names nobody',
  'timeline.marker.set': {
    input: ({ postId }) => ({ postId }),
    outcome: 'touches only what is hers',
  },
  'timeline.stats.post': { input: ({ postId }) => ({ id: postId }), outcome: 'refused' },
  'timeline.post.comments': { input: ({ postId }) => ({ postId }), outcome: 'refused' },

  'activity.activity.mine': {
    input: ({ cursors }) => ({ cursor: cursors.activities }),
    outcome: 'CURSOR_INVALID',
  },

  'activity.activity.following': {
    input: ({ cursors }) => ({ cursor: cursors.activities }),
    outcome: 'CURSOR_INVALID',
  },
  'activity.deadLetter.list': 'names nobody',
  'activity.deadLetter.counts': 'names nobody',
  'activity.deadLetter.get': 'names nobody',
  'activity.deadLetter.resend': 'names nobody',
  'activity.deadLetter.park': 'names nobody',
  'activity.activity.hide': {
    input: ({ activityId }) => ({ id: activityId }),
    outcome: 'touches only what is hers',
  },
  'activity.notification.list': {
    input: ({ cursors }) => ({ cursor: cursors.activities }),
    outcome: 'CURSOR_INVALID',
  },
  'activity.notification.unread': 'names nobody',
  'activity.notification.markRead': 'names nobody',
  'activity.notification.preferences': 'names nobody',
  'activity.notification.setPreferences': 'names nobody',
  'activity.notification.threadMute': {
    input: ({ postId }) => ({ postId }),
    outcome: 'touches only what is hers',
  },
  'activity.notification.muteThread': {
    input: ({ postId }) => ({ postId }),
    outcome: 'touches only what is hers',
  },
  'activity.notification.unmuteThread': {
    input: ({ postId }) => ({ postId }),
    outcome: 'touches only what is hers',
  },
  'activity.notification.subscription': member('touches only what is hers'),
  'activity.notification.subscribe': member('refused'),
  'activity.notification.unsubscribe': member('touches only what is hers'),
  'activity.stream.member': 'names nobody',

  'image.image.mine': {
    input: ({ imageId }) => ({ ids: [imageId] }),
    outcome: 'touches only what is hers',
  },
  'image.image.claim': 'internal',
  'image.image.release': 'internal',
  'image.export.counts': 'internal',
  'image.export.page': 'internal',

  'search.search.posts': 'names nobody',
  'search.search.comments': 'names nobody',
  'search.search.members': 'names nobody',
  'search.search.tags': 'names nobody',
  'search.search.suggest': 'names nobody',
  'search.search.trends': 'names nobody',
  'search.recent.list': 'names nobody',
  'search.recent.add': 'names nobody',
  'search.recent.remove': 'names nobody',
  'search.recent.clear': 'names nobody',
  'search.export.counts': 'internal',
  'search.export.page': 'internal',

  // Last: from here on the two do not see each other.
  'member.block.unblock': {
    input: ({ blockedId }) => ({ memberId: blockedId }),
    outcome: 'touches only what is hers',
  },
  'member.block.byHandle': 'names nobody',
  'member.block.list': {
    input: ({ cursors }) => ({ cursor: cursors.blocks }),
    outcome: 'CURSOR_INVALID',
  },
  'member.block.block': member('touches only what is hers'),
  'member.block.hiddenIds': 'internal',
} satisfies Record<ProcedurePath, Line>;
