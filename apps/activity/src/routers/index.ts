import { router } from '../trpc.ts';
import { myActivityRouter } from './activity.ts';
import { deadLetterRouter } from './dead-letter.ts';
import { exportRouter } from './export.ts';
import { notificationRouter } from './notification.ts';
import { streamRouter } from './stream.ts';

export const activityRouter = router({
  activity: myActivityRouter,
  notification: notificationRouter,
  stream: streamRouter,
  export: exportRouter,
  deadLetter: deadLetterRouter,
});
export type ActivityRouter = typeof activityRouter;
