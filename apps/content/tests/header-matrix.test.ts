import { createHeaderMatrix, findHeaderDeviations } from '@dailyfeed/auth/header-matrix';
import { startIssuer } from '@dailyfeed/auth/testing';
import { newId } from '@dailyfeed/service-kit/id';
import { expect, test } from 'vitest';

import { startTestContent } from './_harness.ts';

test('every access token is judged, and answered, as at the gateway', async () => {
  await using issuer = await startIssuer();
  const matrix = await createHeaderMatrix(issuer);
  await using content = await startTestContent({ MEMBER_URL: issuer.url });
  const url = `${content.url}/trpc/post.like`;
  expect(await findHeaderDeviations(matrix, url, { id: newId() })).toEqual([]);
});
