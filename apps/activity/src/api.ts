export type { ActivityRouter } from './routers/index.ts';
