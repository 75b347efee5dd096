import { router } from '../trpc.ts';
import { imageRouter } from './image.ts';

export const imageServiceRouter = router({
  image: imageRouter,
});
export type ImageRouter = typeof imageServiceRouter;
