import { expect, test } from 'vitest';

import { startTestImage, upload, uploadPosted } from './_harness.ts';
import { paintJpeg } from './_pictures.ts';

test('bytes are measured by what an image is for, and by class, once a minute for all who ask', async () => {
  let now = new Date();
  await using image = await startTestImage({}, { now: () => now });
  const ann = image.newMember();
  const file = await paintJpeg({ width: 300, height: 200 });
  await uploadPosted(image, ann, file);
  await uploadPosted(image, ann, file);
  await upload(ann, file, { purpose: 'avatar' });
  const read = async (): Promise<Record<string, number>> => {
    const text = await (await fetch(`${image.url}/metrics`)).text();
    const lines = [
      ...text.matchAll(/^(dailyfeed_images?(?:_bytes)?)\{(.*),service="image"\} (.*)$/gm),
    ];
    return Object.fromEntries(
      lines.map(([, name, labels, value]) => [`${name} ${labels}`, Number(value)]),
    );
  };
  const { rows } = await image.db.query<{ bytes: string }>(
    `SELECT sum(variant_bytes) AS bytes FROM images WHERE purpose = 'post'`,
  );
  const first = {
    'dailyfeed_images purpose="post"': 2,
    'dailyfeed_images purpose="avatar"': 1,
    'dailyfeed_image_bytes purpose="post",class="original"': 2 * file.length,
    'dailyfeed_image_bytes purpose="post",class="variant"': Number(rows[0]?.bytes),
    'dailyfeed_image_bytes purpose="avatar",class="original"': file.length,
  };
  expect(await read()).toMatchObject(first);

  await upload(ann, file, { purpose: 'avatar' });
  now = new Date(now.getTime() + 59_000);
  expect(await read()).toMatchObject(first);
  now = new Date(now.getTime() + 1000);
  expect(await read()).toMatchObject({
    'dailyfeed_images purpose="avatar"': 2,
    'dailyfeed_image_bytes purpose="avatar",class="original"': 2 * file.length,
  });
});
