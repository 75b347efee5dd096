import { router } from '../trpc.ts';
import { myActivityRouter } from './activity.ts';
import { notificationRouter } from './notification.ts';

export const activityRouter = router({
  activity: myActivityRouter,
  notification: notificationRouter,
});
export type ActivityRouter = typeof activityRouter;
