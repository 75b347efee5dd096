import { expect, test } from 'vitest';

import { startTestActivity } from './_harness.ts';

test('what the service measures is served in the text format of Prometheus, also while Kafka is away', async () => {
  await using activity = await startTestActivity();
  const answer = await fetch(`${activity.url}/metrics`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('text/plain');
  const text = await answer.text();
  expect(text).toContain('# TYPE dailyfeed_consumer_lag gauge');
  expect(text).toContain('# TYPE dailyfeed_dead_letters gauge');
  expect(text).toMatch(/nodejs_eventloop_lag_seconds\{service="activity"\}/);
});
