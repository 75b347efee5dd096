/** What the image service takes, as a file input names it; it looks at the content itself. */
export const acceptedImages = 'image/jpeg,image/png,image/webp,image/gif,image/avif';

/** The pictures among what was pasted or dropped. */
export function imagesIn(data: DataTransfer | null): File[] {
  return [...(data?.files ?? [])].filter((file) => file.type.startsWith('image/'));
}
