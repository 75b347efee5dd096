import { publishParts } from '@dailyfeed/events/part';
import type { Publisher } from '@dailyfeed/events/publisher';
import { groupOf } from '@dailyfeed/events/topic';
import { currentTraceparent } from '@dailyfeed/service-kit/trace';

import type { Parts } from '../deps.ts';

/** Parts of what the group `notifications` is asked to do, as messages to it. */
export function createParts(args: { publisher: Pick<Publisher, 'publish'>; topic: string }): Parts {
  const { publisher, topic } = args;
  const group = groupOf('notifications', topic);
  return {
    leave: (event, { name, number }) =>
      publishParts(publisher, {
        event,
        group,
        parts: [name],
        sentBefore: number,
        traceparent: currentTraceparent(),
      }),
  };
}
