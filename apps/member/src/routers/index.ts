import { router } from '../trpc.ts';
import { accountRouter } from './account.ts';
import { adminRouter } from './admin.ts';
import { authRouter } from './auth.ts';
import { blockRouter } from './block.ts';
import { exportRouter } from './export.ts';
import { followRouter } from './follow.ts';
import { importRouter } from './import.ts';
import { muteRouter } from './mute.ts';
import { profileRouter } from './profile.ts';
import { recommendationRouter } from './recommendation.ts';
import { sessionRouter } from './session.ts';

export const memberRouter = router({
  account: accountRouter,
  admin: adminRouter,
  auth: authRouter,
  session: sessionRouter,
  profile: profileRouter,
  follow: followRouter,
  block: blockRouter,
  mute: muteRouter,
  recommendation: recommendationRouter,
  export: exportRouter,
  import: importRouter,
});
export type MemberRouter = typeof memberRouter;
