import { createHeaderMatrix, sendBearer } from '@dailyfeed/auth/header-matrix';
import { startIssuer } from '@dailyfeed/auth/testing';
import { expect, test } from 'vitest';

import { startTestSearch } from './_harness.ts';

test('every access token is judged, and answered, as at the gateway', async () => {
  await using issuer = await startIssuer();
  const matrix = await createHeaderMatrix(issuer);
  await using search = await startTestSearch({ env: { MEMBER_URL: issuer.url } });
  const url = `${search.url}/trpc/recent.add`;
  const body = { query: 'words' };
  for (const { name, token, expected } of matrix) {
    expect.soft(await sendBearer(url, { token, body }), name).toEqual(expected);
  }
  expect(await sendBearer(url, { body })).toEqual({
    refusal: 'UNAUTHENTICATED',
    header: 'x-relogin-required',
  });
});
