import { router } from '../trpc.ts';
import { myActivityRouter } from './activity.ts';
import { notificationRouter } from './notification.ts';
import { streamRouter } from './stream.ts';

export const activityRouter = router({
  activity: myActivityRouter,
  notification: notificationRouter,
  stream: streamRouter,
});
export type ActivityRouter = typeof activityRouter;
