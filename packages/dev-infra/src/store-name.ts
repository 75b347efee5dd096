import type { ServerPlan } from './managed-server.ts';

export type StoreName = 'postgres' | 'redis' | 'redis-cache' | 'kafka' | 'mongo';
export type StorePlan = ServerPlan<StoreName>;

/** How each is asked to end. PostgreSQL's answer to SIGTERM would be to wait until its clients have left. */
export const stopSignals = {
  postgres: 'SIGINT',
  redis: 'SIGTERM',
  'redis-cache': 'SIGTERM',
  kafka: 'SIGTERM',
  mongo: 'SIGTERM',
} as const satisfies Record<StoreName, NodeJS.Signals>;
