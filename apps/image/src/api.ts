export type { ImageRouter } from './routers/index.ts';
