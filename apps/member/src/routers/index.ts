import { router } from '../trpc.ts';
import { authRouter } from './auth.ts';
import { followRouter } from './follow.ts';
import { importRouter } from './import.ts';
import { profileRouter } from './profile.ts';

export const memberRouter = router({
  auth: authRouter,
  profile: profileRouter,
  follow: followRouter,
  import: importRouter,
});
export type MemberRouter = typeof memberRouter;
