import { router } from '../trpc.ts';
import { commentRouter } from './comment.ts';
import { feedRouter } from './feed.ts';
import { markerRouter } from './marker.ts';
import { postRouter } from './post.ts';
import { statsRouter } from './stats.ts';

export const timelineRouter = router({
  comment: commentRouter,
  feed: feedRouter,
  marker: markerRouter,
  post: postRouter,
  stats: statsRouter,
});
export type TimelineRouter = typeof timelineRouter;
