import { join } from 'node:path';

import sharp from 'sharp';

import { listDrawings } from './demo/drawings.ts';

// node scripts/draw-demo.ts <folder>    draws the pictures of the demo world into it

const [folder = ''] = process.argv.slice(2);
await Promise.all(
  listDrawings().map(({ file, draw }) =>
    sharp(Buffer.from(draw().svg)).jpeg({ quality: 88 }).toFile(join(folder, file)),
  ),
);
