import { router } from '../trpc.ts';
import { myActivityRouter } from './activity.ts';
import { exportRouter } from './export.ts';
import { notificationRouter } from './notification.ts';
import { streamRouter } from './stream.ts';

export const activityRouter = router({
  activity: myActivityRouter,
  notification: notificationRouter,
  stream: streamRouter,
  export: exportRouter,
});
export type ActivityRouter = typeof activityRouter;
