import { router } from '../trpc.ts';
import { commentRouter } from './comment.ts';
import { importRouter } from './import.ts';
import { postRouter } from './post.ts';

export const contentRouter = router({
  post: postRouter,
  comment: commentRouter,
  import: importRouter,
});
export type ContentRouter = typeof contentRouter;
