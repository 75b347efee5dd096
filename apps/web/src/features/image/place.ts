import { decode } from 'blurhash';

/** Pixels of the blur; the browser makes it soft. */
const width = 8;
const height = 6;
const headerBytes = 54;

/**
 * What stands where an image will be, as a picture of 8 × 6 pixels in an address: drawn with the page, on the server as
 * well, without a script that would come too late.
 */
export function toPlaceholder(blurhash: string): string {
  let pixels: Uint8ClampedArray;
  try {
    pixels = decode(blurhash, width, height);
  } catch {
    return '';
  }
  const bytes = new Uint8Array(headerBytes + width * height * 3);
  const view = new DataView(bytes.buffer);
  // A BMP of 24 bits, rows from the bottom: the one format that needs no compression.
  bytes.set([0x42, 0x4d]);
  view.setUint32(2, bytes.length, true);
  view.setUint32(10, headerBytes, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, width, true);
  view.setInt32(22, height, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 24, true);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const from = (y * width + x) * 4;
      const to = headerBytes + ((height - 1 - y) * width + x) * 3;
      for (let channel = 0; channel < 3; channel += 1) {
        bytes[to + 2 - channel] = pixels[from + channel] ?? 0;
      }
    }
  }
  return `data:image/bmp;base64,${btoa(String.fromCharCode(...bytes))}`;
}
