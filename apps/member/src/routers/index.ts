import { router } from '../trpc.ts';
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
