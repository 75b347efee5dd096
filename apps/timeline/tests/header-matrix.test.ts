import { createHeaderMatrix, findHeaderDeviations } from '@dailyfeed/auth/header-matrix';
import { startIssuer } from '@dailyfeed/auth/testing';
import { expect, test } from 'vitest';

import { startTestTimeline } from './_harness.ts';

test('every access token is judged, and answered, as at the gateway', async () => {
  await using issuer = await startIssuer();
  const matrix = await createHeaderMatrix(issuer);
  await using timeline = await startTestTimeline({ MEMBER_URL: issuer.url });
  const url = `${timeline.url}/trpc/feed.following?input=%7B%7D`;
  expect(await findHeaderDeviations(matrix, url)).toEqual([]);
});
