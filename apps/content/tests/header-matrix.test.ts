import { createHeaderMatrix, sendBearer } from '@dailyfeed/auth/header-matrix';
import { startIssuer } from '@dailyfeed/auth/testing';
import { newId } from '@dailyfeed/service-kit/id';
import { expect, test } from 'vitest';

import { startTestContent } from './_harness.ts';

test('every access token is judged, and answered, as at the gateway', async () => {
  await using issuer = await startIssuer();
  const matrix = await createHeaderMatrix(issuer);
  await using content = await startTestContent({ MEMBER_URL: issuer.url });
  const url = `${content.url}/trpc/post.like`;
  const body = { id: newId() };
  for (const { name, token, expected } of matrix) {
    expect.soft(await sendBearer(url, { token, body }), name).toEqual(expected);
  }
  expect(await sendBearer(url, { body })).toEqual({
    refusal: 'UNAUTHENTICATED',
    header: 'x-relogin-required',
  });
});
