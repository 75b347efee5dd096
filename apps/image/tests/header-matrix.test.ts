import { createHeaderMatrix, sendBearer } from '@dailyfeed/auth/header-matrix';
import { startIssuer } from '@dailyfeed/auth/testing';
import { newId } from '@dailyfeed/service-kit/id';
import { expect, test } from 'vitest';

import { startTestImage } from './_harness.ts';

test('every access token is judged, and answered, as at the gateway', async () => {
  await using issuer = await startIssuer();
  const matrix = await createHeaderMatrix(issuer);
  await using image = await startTestImage({ MEMBER_URL: issuer.url });
  const url = `${image.url}/trpc/image.mine`;
  const body = { id: newId() };
  for (const { name, token, expected } of matrix) {
    expect.soft(await sendBearer(url, { token, body }), name).toEqual(expected);
  }
  expect(await sendBearer(url, { body })).toEqual({
    refusal: 'UNAUTHENTICATED',
    header: 'x-relogin-required',
  });
});
