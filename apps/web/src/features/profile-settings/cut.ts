type Area = { x: number; y: number; width: number; height: number };

const quality = 0.92;

/** The part of a picture that was chosen, no larger than it is shown; undefined where it cannot be read. */
export async function cut(
  url: string,
  area: Area,
  size: { width: number; height: number },
): Promise<Blob | undefined> {
  const picture = new Image();
  picture.src = url;
  try {
    await picture.decode();
  } catch {
    return undefined;
  }
  const share = Math.min(1, size.width / area.width);
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(area.width * share));
  canvas.height = Math.max(1, Math.round(area.height * share));
  const { x, y, width, height } = area;
  canvas
    .getContext('2d')
    ?.drawImage(picture, x, y, width, height, 0, 0, canvas.width, canvas.height);
  const { promise, resolve } = Promise.withResolvers<Blob | null>();
  canvas.toBlob(resolve, 'image/webp', quality);
  return (await promise) ?? undefined;
}
