import type { BaseContext } from '@dailyfeed/service-kit/trpc';

import type { ActivityDatabase } from './db/client.ts';

/** What this service is given. */
export type Deps = { db: ActivityDatabase; now(): Date };

export type Context = BaseContext & Deps;
