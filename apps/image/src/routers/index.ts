import { router } from '../trpc.ts';
import { exportRouter } from './export.ts';
import { imageRouter } from './image.ts';

export const imageServiceRouter = router({
  image: imageRouter,
  export: exportRouter,
});
export type ImageRouter = typeof imageServiceRouter;
