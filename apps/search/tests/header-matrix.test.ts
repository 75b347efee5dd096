import { createHeaderMatrix, findHeaderDeviations } from '@dailyfeed/auth/header-matrix';
import { startIssuer } from '@dailyfeed/auth/testing';
import { expect, test } from 'vitest';

import { startTestSearch } from './_harness.ts';

test('every access token is judged, and answered, as at the gateway', async () => {
  await using issuer = await startIssuer();
  const matrix = await createHeaderMatrix(issuer);
  await using search = await startTestSearch({ env: { MEMBER_URL: issuer.url } });
  const url = `${search.url}/trpc/recent.add`;
  expect(await findHeaderDeviations(matrix, url, { query: 'words' })).toEqual([]);
});
