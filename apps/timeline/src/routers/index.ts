import { router } from '../trpc.ts';
import { feedRouter } from './feed.ts';
import { postRouter } from './post.ts';

export const timelineRouter = router({ feed: feedRouter, post: postRouter });
export type TimelineRouter = typeof timelineRouter;
