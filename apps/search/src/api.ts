export type { SearchRouter } from './routers/index.ts';
