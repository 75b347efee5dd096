import {
  MarkReadInput,
  NotificationListInput,
  NotificationPage,
  NotificationPreferences,
  NotificationPreferencesInput,
  SubscriptionInput,
  SubscriptionState,
  ThreadMuteInput,
  ThreadMuteState,
  UnreadCount,
} from '@dailyfeed/contract/notification';

import { listNotifications } from '../domain/notification-list.ts';
import { getPreferences, setPreferences } from '../domain/notification-preference.ts';
import { countUnread, markRead } from '../domain/notification-read.ts';
import {
  getSubscription,
  getThreadMute,
  muteThread,
  subscribe,
  unmuteThread,
  unsubscribe,
} from '../domain/notification-wish.ts';
import { memberProcedure, router } from '../trpc.ts';

export const notificationRouter = router({
  list: memberProcedure
    .input(NotificationListInput)
    .output(NotificationPage)
    .query(({ ctx, input }) => listNotifications(ctx, { ...input, memberId: ctx.memberId })),

  unread: memberProcedure.output(UnreadCount).query(({ ctx }) => countUnread(ctx, ctx.memberId)),

  markRead: memberProcedure
    .input(MarkReadInput)
    .output(UnreadCount)
    .mutation(({ ctx, input }) => markRead(ctx, ctx.memberId, input)),

  preferences: memberProcedure
    .output(NotificationPreferences)
    .query(({ ctx }) => getPreferences(ctx, ctx.memberId)),

  setPreferences: memberProcedure
    .input(NotificationPreferencesInput)
    .output(NotificationPreferences)
    .mutation(({ ctx, input }) => setPreferences(ctx, ctx.memberId, input)),

  threadMute: memberProcedure
    .input(ThreadMuteInput)
    .output(ThreadMuteState)
    .query(({ ctx, input }) => getThreadMute(ctx, { ...input, memberId: ctx.memberId })),

  muteThread: memberProcedure
    .input(ThreadMuteInput)
    .output(ThreadMuteState)
    .mutation(({ ctx, input }) => muteThread(ctx, { ...input, memberId: ctx.memberId })),

  unmuteThread: memberProcedure
    .input(ThreadMuteInput)
    .output(ThreadMuteState)
    .mutation(({ ctx, input }) => unmuteThread(ctx, { ...input, memberId: ctx.memberId })),

  subscription: memberProcedure
    .input(SubscriptionInput)
    .output(SubscriptionState)
    .query(({ ctx, input }) =>
      getSubscription(ctx, { memberId: ctx.memberId, authorId: input.memberId }),
    ),

  subscribe: memberProcedure
    .input(SubscriptionInput)
    .output(SubscriptionState)
    .mutation(({ ctx, input }) =>
      subscribe(ctx, { memberId: ctx.memberId, authorId: input.memberId }),
    ),

  unsubscribe: memberProcedure
    .input(SubscriptionInput)
    .output(SubscriptionState)
    .mutation(({ ctx, input }) =>
      unsubscribe(ctx, { memberId: ctx.memberId, authorId: input.memberId }),
    ),
});
