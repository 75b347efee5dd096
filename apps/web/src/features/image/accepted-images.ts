/** What the image service takes, as a file input names it; it looks at the content itself. */
export const acceptedImages = 'image/jpeg,image/png,image/webp,image/gif,image/avif';
