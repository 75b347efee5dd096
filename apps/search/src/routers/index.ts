import { router } from '../trpc.ts';
import { exportRouter } from './export.ts';
import { recentRouter } from './recent.ts';
import { searchRouter } from './search.ts';

export const searchServiceRouter = router({
  search: searchRouter,
  recent: recentRouter,
  export: exportRouter,
});
export type SearchRouter = typeof searchServiceRouter;
