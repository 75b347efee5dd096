export type { TimelineRouter } from './routers/index.ts';
