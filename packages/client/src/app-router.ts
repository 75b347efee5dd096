import type { ActivityRouter } from '@dailyfeed/activity/api';
import type { ContentRouter } from '@dailyfeed/content/api';
import type { ImageRouter } from '@dailyfeed/image/api';
import type { MemberRouter } from '@dailyfeed/member/api';
import type { SearchRouter } from '@dailyfeed/search/api';
import type { TimelineRouter } from '@dailyfeed/timeline/api';
import type { TRPCBuiltRouter } from '@trpc/server';

/** Every service as one router: `member`, `content`, `timeline`, `activity`, `image`, `search`. A type only; it never runs. */
export type AppRouter = TRPCBuiltRouter<
  MemberRouter['_def']['_config']['$types'],
  {
    member: MemberRouter['_def']['record'];
    content: ContentRouter['_def']['record'];
    timeline: TimelineRouter['_def']['record'];
    activity: ActivityRouter['_def']['record'];
    image: ImageRouter['_def']['record'];
    search: SearchRouter['_def']['record'];
  }
>;
