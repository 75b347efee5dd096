import { router } from '../trpc.ts';
import { myActivityRouter } from './activity.ts';

export const activityRouter = router({ activity: myActivityRouter });
export type ActivityRouter = typeof activityRouter;
