import { inTrace } from './trace.ts';
import { isDependencyAway, isTooSlow } from './unavailable.ts';

/** What every consumer asks the service that it runs in: whose fault a failure is, and a place for an event's trace. */
export const eventHandling = { isUnavailable: isDependencyAway, isTooSlow, inTrace } as const;
