import { createHeaderMatrix, findHeaderDeviations } from '@dailyfeed/auth/header-matrix';
import { startIssuer } from '@dailyfeed/auth/testing';
import { expect, test } from 'vitest';

import { startTestActivity } from './_harness.ts';

test('every access token is judged, and answered, as at the gateway', async () => {
  await using issuer = await startIssuer();
  const matrix = await createHeaderMatrix(issuer);
  await using activity = await startTestActivity({ MEMBER_URL: issuer.url });
  const url = `${activity.url}/trpc/activity.mine?input=%7B%7D`;
  expect(await findHeaderDeviations(matrix, url)).toEqual([]);
});
