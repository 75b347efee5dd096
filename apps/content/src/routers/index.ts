import { router } from '../trpc.ts';
import { commentRouter } from './comment.ts';
import { draftRouter } from './draft.ts';
import { exportRouter } from './export.ts';
import { importRouter } from './import.ts';
import { moderationRouter } from './moderation.ts';
import { postRouter } from './post.ts';
import { reportRouter } from './report.ts';

export const contentRouter = router({
  post: postRouter,
  comment: commentRouter,
  draft: draftRouter,
  report: reportRouter,
  moderation: moderationRouter,
  export: exportRouter,
  import: importRouter,
});
export type ContentRouter = typeof contentRouter;
