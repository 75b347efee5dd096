import { expect, test } from 'vitest';

import { startTestImage } from './_harness.ts';

test('a process whose connections are all busy is as ready as before', async () => {
  await using image = await startTestImage();
  const { db } = image.deps;
  const held = await Promise.all(Array.from({ length: db.options.max }, () => db.connect()));
  const { status } = await fetch(`${image.url}/readyz`);
  for (const client of held) client.release();
  expect(status).toBe(200);
});
